using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The terms of two sums over the same elements.</summary>
interface IPairTerm<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Adds the terms of the elements from i on that the window covers.</summary>
    void Add<TWindow>(TWindow window, long i, ref DoubleLanes<TLanes> first, ref DoubleLanes<TLanes> second) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>Two sums over the same elements.</summary>
readonly record struct PairSums(double First, double Second)
{
    public static PairSums operator +(in PairSums a, in PairSums b) => new(a.First + b.First, a.Second + b.Second);

    [MethodImpl(Jit.Loop)]
    public static PairSums Of<TLanes, TTerm>(TTerm term, long count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TTerm : struct, IPairTerm<TLanes>
    {
        DoubleLanes<TLanes> a = default, b = default, c = default, d = default;
        long i = 0;
        for (; i <= count - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            term.Add(default(WholeWindow<TLanes>), i, ref a, ref b);
            term.Add(default(WholeWindow<TLanes>), i + TLanes.Count, ref c, ref d);
        }
        if (i <= count - TLanes.Count)
        {
            term.Add(default(WholeWindow<TLanes>), i, ref a, ref b);
            i += TLanes.Count;
        }
        if (i < count) term.Add(new PartialWindow<TLanes>((int)(count - i)), i, ref c, ref d);
        return new(DoubleLanes<TLanes>.Sum(a + c), DoubleLanes<TLanes>.Sum(b + d));
    }
}
