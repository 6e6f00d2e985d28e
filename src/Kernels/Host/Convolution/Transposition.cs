using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

static unsafe class Transposition
{
    /// <summary>Rows that are written next to each other: one cache line.</summary>
    const int Block = 16;

    /// <summary>to[j, i] = from[i, j] for i &lt; rows, j &lt; columns; with padding, to[j, rows … toStride − 1] = 0.</summary>
    /// <param name="from">(rows, fromStride)</param>
    /// <param name="fromStride">between rows, in floats</param>
    /// <param name="rows">rows of <paramref name="from"/></param>
    /// <param name="columns">columns of <paramref name="from"/></param>
    /// <param name="to">(columns, toStride)</param>
    /// <param name="toStride">between rows, in floats</param>
    /// <param name="pad">whether the rest of each row of <paramref name="to"/> is set to zero</param>
    public static void Run(float* from, long fromStride, int rows, int columns, float* to, long toStride, bool pad = true)
    {
        for (var i = 0; i < rows; i += Block)
        {
            var height = Math.Min(Block, rows - i);
            var j = 0;
            if (Avx512F.IsSupported && height == Block)
                for (; j + Block <= columns; j += Block) Whole(from + i * fromStride + j, fromStride, to + j * toStride + i, toStride);
            for (; j < columns; j += 4) Strip(from + i * fromStride + j, fromStride, height, Math.Min(4, columns - j), to + j * toStride + i, toStride);
        }
        if (!pad || rows == toStride) return;
        for (var j = 0; j < columns; j++) new Span<float>(to + j * toStride + rows, (int)(toStride - rows)).Clear();
    }

    /// <summary>A square block in registers: each cache line is read once and written once.</summary>
    [MethodImpl(Jit.Loop)]
    static void Whole(float* from, long fromStride, float* to, long toStride)
    {
        Quarter(from, fromStride, out var a0, out var a1, out var a2, out var a3);
        Quarter(from + 4 * fromStride, fromStride, out var b0, out var b1, out var b2, out var b3);
        Quarter(from + 8 * fromStride, fromStride, out var c0, out var c1, out var c2, out var c3);
        Quarter(from + 12 * fromStride, fromStride, out var d0, out var d1, out var d2, out var d3);
        Spread(a0, b0, c0, d0, to, 4 * toStride);
        Spread(a1, b1, c1, d1, to + toStride, 4 * toStride);
        Spread(a2, b2, c2, d2, to + 2 * toStride, 4 * toStride);
        Spread(a3, b3, c3, d3, to + 3 * toStride, 4 * toStride);
    }

    /// <summary>Four rows; quarter q of result j holds column 4·q + j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Quarter(float* from, long stride, out Vector512<float> t0, out Vector512<float> t1, out Vector512<float> t2, out Vector512<float> t3)
    {
        Vector512<float> r0 = Vector512.Load(from), r1 = Vector512.Load(from + stride), r2 = Vector512.Load(from + 2 * stride), r3 = Vector512.Load(from + 3 * stride);
        Vector512<double> l01 = Avx512F.UnpackLow(r0, r1).AsDouble(), l23 = Avx512F.UnpackLow(r2, r3).AsDouble(), h01 = Avx512F.UnpackHigh(r0, r1).AsDouble(), h23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        t0 = Avx512F.UnpackLow(l01, l23).AsSingle();
        t1 = Avx512F.UnpackHigh(l01, l23).AsSingle();
        t2 = Avx512F.UnpackLow(h01, h23).AsSingle();
        t3 = Avx512F.UnpackHigh(h01, h23).AsSingle();
    }

    /// <summary>Stores four rows; row q consists of the quarters q of the four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Spread(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, long stride)
    {
        Vector512<float> lowAB = Avx512F.Shuffle4x128(a, b, 0x44), lowCD = Avx512F.Shuffle4x128(c, d, 0x44), highAB = Avx512F.Shuffle4x128(a, b, 0xee), highCD = Avx512F.Shuffle4x128(c, d, 0xee);
        Avx512F.Shuffle4x128(lowAB, lowCD, 0x88).Store(to);
        Avx512F.Shuffle4x128(lowAB, lowCD, 0xdd).Store(to + stride);
        Avx512F.Shuffle4x128(highAB, highCD, 0x88).Store(to + 2 * stride);
        Avx512F.Shuffle4x128(highAB, highCD, 0xdd).Store(to + 3 * stride);
    }

    /// <summary>
    /// A block of rows and up to four columns. Whole cache lines of the target are written, since rows with such strides often
    /// evict each other from L1.
    /// </summary>
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
