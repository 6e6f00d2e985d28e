using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The body of a loop over arrays.</summary>
interface IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Processes the elements from i on that the window covers.</summary>
    void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>The loop of all elementwise operations.</summary>
static class Elementwise
{
    /// <summary>Elements per task: about ten microseconds of work.</summary>
    public const int Chunk = 16 * 1024;

    /// <param name="step">the body of the loop</param>
    /// <param name="start">the first element</param>
    /// <param name="end">the end, exclusive</param>
    /// <param name="streams">whether results bypass the caches; see <see cref="Streaming"/></param>
    public static void Run<TLanes, TStep>(TStep step, long start, long end, bool streams = false)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes>
    {
        if (streams) Loop<TLanes, TStep, StreamingWindow<TLanes>>(step, start, end);
        else Loop<TLanes, TStep, WholeWindow<TLanes>>(step, start, end);
    }

    [MethodImpl(Jit.Loop)]
    static void Loop<TLanes, TStep, TWindow>(TStep step, long start, long end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes>
        where TWindow : struct, IWindow<TLanes> =>
        Inline<TLanes, TStep, TWindow>(step, start, end);

    /// <summary>The loop itself, inlined, for methods that execute it many times over short rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inline<TLanes, TStep, TWindow>(TStep step, long start, long end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes>
        where TWindow : struct, IWindow<TLanes>
    {
        var i = start;
        for (; i <= end - TLanes.Count; i += TLanes.Count) step.At(default(TWindow), i);
        if (i < end) Remainder<TLanes, TStep>(step, i, (int)(end - i));
    }

    /// <summary>
    /// The remainder of the loop, in its own method, so that a long step is inlined once per method and stays within the
    /// compiler's budget.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    static void Remainder<TLanes, TStep>(TStep step, long i, int count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes> =>
        step.At(new PartialWindow<TLanes>(count), i);
}

/// <summary>A loop over [0, count), divided into chunks.</summary>
readonly struct ElementwiseJob<TLanes, TStep>(TStep step, long count, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TStep : struct, IStep<TLanes>
{
    /// <summary>Chunks are multiples of this number of elements, whole cache lines, so that no two tasks write to the same line.</summary>
    const int Unit = 64;

    readonly long _size = Grid.Even(count, Elementwise.Chunk, Unit);

    public int Tasks => checked((int)((count + _size - 1) / _size));

    public void Execute(int task, int worker)
    {
        var start = task * _size;
        Elementwise.Run<TLanes, TStep>(step, start, Math.Min(count, start + _size), streams);
    }
}
