using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

static unsafe class Transposition
{
    /// <summary>to[j, i] = from[i, j] for i &lt; rows, j &lt; columns; with padding, to[j, rows … toStride − 1] = 0.</summary>
    /// <param name="from">(rows, fromStride)</param><param name="fromStride">floats from row to row</param>
    /// <param name="rows">rows of <paramref name="from"/></param><param name="columns">columns of <paramref name="from"/></param>
    /// <param name="to">(columns, toStride)</param><param name="toStride">floats from row to row</param>
    /// <param name="pad">whether the rest of each row of <paramref name="to"/> is zeroed</param>
    public static void Run(float* from, long fromStride, int rows, int columns, float* to, long toStride, bool pad = true)
    {
        var i = 0;
        for (; i + 4 <= rows; i += 4)
        {
            var a = from + i * fromStride;
            var b = to + i;
            var j = 0;
            for (; j + 4 <= columns; j += 4) Four(a + j, fromStride, b + j * toStride, toStride);
            for (; j < columns; j++)
                for (var k = 0; k < 4; k++) b[j * toStride + k] = a[k * fromStride + j];
        }
        for (; i < rows; i++)
            for (var j = 0; j < columns; j++) to[j * toStride + i] = from[i * fromStride + j];
        if (!pad || rows == toStride) return;
        for (var j = 0; j < columns; j++) new Span<float>(to + j * toStride + rows, (int)(toStride - rows)).Clear();
    }

    static void Four(float* from, long fromStride, float* to, long toStride)
    {
        if (!Sse.IsSupported)
        {
            for (var i = 0; i < 4; i++)
                for (var j = 0; j < 4; j++) to[j * toStride + i] = from[i * fromStride + j];
            return;
        }
        Vector128<float> r0 = Vector128.Load(from), r1 = Vector128.Load(from + fromStride), r2 = Vector128.Load(from + 2 * fromStride), r3 = Vector128.Load(from + 3 * fromStride);
        Vector128<float> l01 = Sse.UnpackLow(r0, r1), l23 = Sse.UnpackLow(r2, r3), h01 = Sse.UnpackHigh(r0, r1), h23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(l01, l23).Store(to);
        Sse.MoveHighToLow(l23, l01).Store(to + toStride);
        Sse.MoveLowToHigh(h01, h23).Store(to + 2 * toStride);
        Sse.MoveHighToLow(h23, h01).Store(to + 3 * toStride);
    }
}
