using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>Rounds the rows of a weight to a format of few bits, each with its own scale. A task rounds some rows.</summary>
/// <param name="rowStarts">the first survivor of each row, and their number; null if the weight is dense</param>
/// <param name="count">elements of the weight, or survivors</param>
readonly unsafe struct QuantiseJob<TLanes>(float* x, int[]? rowStarts, int rows, long count, QuantisedFormat format, float* y) : IJob where TLanes : unmanaged, ILanes<TLanes>
{
    readonly long _length = count / rows;
    readonly int _rowsInTask = (int)Math.Clamp(Elementwise.Chunk * rows / Math.Max(1, count), 1, rows);

    public int Tasks => (rows + _rowsInTask - 1) / _rowsInTask;

    public void Execute(int task, int worker)
    {
        for (var row = task * _rowsInTask; row < Math.Min(rows, (task + 1) * _rowsInTask); row++)
        {
            var (first, end) = rowStarts is null ? (row * _length, (row + 1) * _length) : (rowStarts[row], rowStarts[row + 1]);
            if (first == end) continue;
            var largest = format.Largest == 0 ? 0 : Largest(x + first, end - first);
            Elementwise.Run<TLanes, QuantiseStep<TLanes>>(new(x, y, format, format.Scale(largest)), first, end);
        }
    }

    [MethodImpl(Jit.Loop)]
    static float Largest(float* x, long count)
    {
        var largest = default(TLanes);
        long i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) largest = TLanes.Max(largest, TLanes.Abs(TLanes.Load(x + i)));
        if (i < count) largest = TLanes.Max(largest, TLanes.Abs(TLanes.Load(x + i, TLanes.First((int)(count - i)))));
        return TLanes.Max(largest);
    }
}

/// <summary>
/// y ← scale · round(x/scale). Adding and subtracting a number whose last bit is the spacing of the format rounds to that spacing, to the nearest,
/// ties to even.
/// </summary>
readonly unsafe struct QuantiseStep<TLanes>(float* x, float* y, QuantisedFormat format, float scale) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly float _smallest = MathF.ScaleB(1, format.SmallestExponent), _spacing = MathF.ScaleB(1.5f, 23 - format.MantissaBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var value = window.Load(x + i) / TLanes.Create(scale);
        // The bits of infinity are those of all exponents: the power of two at or below the value.
        var power = TLanes.MaxNative(TLanes.Create(_smallest), value & TLanes.Create(float.PositiveInfinity));
        var offset = power * TLanes.Create(_spacing);
        window.Store(y + i, ((value + offset) - offset) * TLanes.Create(scale));
    }
}
