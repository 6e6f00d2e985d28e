using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>What a loop over arrays does at one place.</summary>
interface IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Treats the elements that the window shows at i.</summary>
    void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>The loop of everything that treats elements one by one.</summary>
static class Elementwise
{
    /// <summary>Elements in a task: some ten microseconds of work.</summary>
    public const int Chunk = 16 * 1024;

    /// <param name="step">what to do at each place</param>
    /// <param name="start">the first element</param><param name="end">behind the last</param>
    /// <param name="streams">whether results go past the caches; see <see cref="Streaming"/></param>
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

    /// <summary>The loop itself, for methods that run it many times over short rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inline<TLanes, TStep, TWindow>(TStep step, long start, long end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes>
        where TWindow : struct, IWindow<TLanes>
    {
        var i = start;
        for (; i <= end - TLanes.Count; i += TLanes.Count) step.At(default(TWindow), i);
        if (i < end) Rest<TLanes, TStep>(step, i, (int)(end - i));
    }

    /// <summary>Apart, so that a long step is inlined once in each method and stays within the compiler's budget.</summary>
    [MethodImpl(Jit.Loop)]
    static void Rest<TLanes, TStep>(TStep step, long i, int count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStep : struct, IStep<TLanes> =>
        step.At(new PartialWindow<TLanes>(count), i);
}

/// <summary>A loop over [0, count) in chunks.</summary>
readonly struct ElementwiseJob<TLanes, TStep>(TStep step, long count, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TStep : struct, IStep<TLanes>
{
    /// <summary>Whole cache lines, so that no two tasks write to the same one.</summary>
    const int Unit = 64;

    readonly long _size = Grid.Even(count, Elementwise.Chunk, Unit);

    public int Tasks => checked((int)((count + _size - 1) / _size));

    public void Execute(int task, int worker)
    {
        var start = task * _size;
        Elementwise.Run<TLanes, TStep>(step, start, Math.Min(count, start + _size), streams);
    }
}
