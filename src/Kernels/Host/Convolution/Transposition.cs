using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

static unsafe class Transposition
{
    /// <summary>Rows that are written side by side: a cache line.</summary>
    const int Block = 16;

    /// <summary>to[j, i] = from[i, j] for i &lt; rows, j &lt; columns; with padding, to[j, rows … toStride − 1] = 0.</summary>
    /// <param name="from">(rows, fromStride)</param><param name="fromStride">floats from row to row</param>
    /// <param name="rows">rows of <paramref name="from"/></param><param name="columns">columns of <paramref name="from"/></param>
    /// <param name="to">(columns, toStride)</param><param name="toStride">floats from row to row</param>
    /// <param name="pad">whether the rest of each row of <paramref name="to"/> is zeroed</param>
    public static void Run(float* from, long fromStride, int rows, int columns, float* to, long toStride, bool pad = true)
    {
        for (var i = 0; i < rows; i += Block)
            for (var j = 0; j < columns; j += 4) Strip(from + i * fromStride + j, fromStride, Math.Min(Block, rows - i), Math.Min(4, columns - j), to + j * toStride + i, toStride);
        if (!pad || rows == toStride) return;
        for (var j = 0; j < columns; j++) new Span<float>(to + j * toStride + rows, (int)(toStride - rows)).Clear();
    }

    /// <summary>A block of rows and up to four columns: of each row of the target a whole cache line, since such rows often push each other out of L1.</summary>
    static void Strip(float* from, long fromStride, int rows, int columns, float* to, long toStride)
    {
        var i = 0;
        if (columns == 4)
            for (; i + 4 <= rows; i += 4) Four(from + i * fromStride, fromStride, to + i, toStride);
        for (; i < rows; i++)
            for (var j = 0; j < columns; j++) to[j * toStride + i] = from[i * fromStride + j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
