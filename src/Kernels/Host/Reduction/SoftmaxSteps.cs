using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>A task computes some columns of a (K, N) matrix; lanes run along n.</summary>
readonly struct ColumnsJob<TLanes, TStep>(TStep step, int classes, int batch) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TStep : struct, IStep<TLanes>
{
    /// <summary>Columns per task: a multiple of every vector width.</summary>
    const int Tile = 64;

    readonly int _columns = Math.Max(1, Elementwise.Chunk / Tile / classes) * Tile;

    public int Tasks => (batch + _columns - 1) / _columns;

    public void Execute(int task, int worker)
    {
        var start = task * _columns;
        Elementwise.Run<TLanes, TStep>(step, start, Math.Min(batch, start + _columns));
    }
}

/// <summary>p ← softmax of a column of z.</summary>
readonly unsafe struct SoftmaxStep<TLanes>(float* z, float* p, int classes, int batch) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var largest = Column.Max<TLanes, TWindow>(window, z + i, classes, batch);
        var sum = default(TLanes);
        for (var k = 0; k < classes; k++)
        {
            var e = VectorMath.Exp(window.Load(z + (long)k * batch + i) - largest);
            sum += e;
            window.Store(p + (long)k * batch + i, e);
        }
        for (var k = 0; k < classes; k++)
        {
            var at = p + (long)k * batch + i;
            window.Store(at, window.Load(at) / sum);
        }
    }
}

/// <summary>loss ← −Σ t · log softmax z of a column.</summary>
readonly unsafe struct CrossEntropyStep<TLanes>(float* z, float* t, float* loss, int classes, int batch) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var largest = Column.Max<TLanes, TWindow>(window, z + i, classes, batch);
        var sum = default(TLanes);
        for (var k = 0; k < classes; k++) sum += VectorMath.Exp(window.Load(z + (long)k * batch + i) - largest);
        var logSum = VectorMath.Log(sum);
        var entropy = default(TLanes);
        for (var k = 0; k < classes; k++)
        {
            var surprise = logSum - (window.Load(z + (long)k * batch + i) - largest);
            entropy = TLanes.MultiplyAdd(window.Load(t + (long)k * batch + i), surprise, entropy);
        }
        window.Store(loss + i, entropy);
    }
}

static unsafe class Column
{
    /// <summary>The maximum of each column; NaN if any element is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Max<TLanes, TWindow>(TWindow window, float* z, int classes, int batch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TWindow : struct, IWindow<TLanes>
    {
        var largest = window.Load(z);
        for (var k = 1; k < classes; k++) largest = TLanes.Max(largest, window.Load(z + (long)k * batch));
        return largest;
    }
}
