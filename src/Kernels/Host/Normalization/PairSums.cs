using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>Two sums over the same elements.</summary>
interface IPairTerm<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>What lanes beyond the end read as, so that they add nothing.</summary>
    float Filling { get; }

    void Add<TWindow>(TWindow window, long i, ref TLanes a, ref TLanes b) where TWindow : struct, IWindow<TLanes>;
}

static class PairSums
{
    /// <summary>The sums over [start, end), rounded as in <see cref="Reduction"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double A, double B) Of<TLanes, TTerm>(TTerm term, long start, long end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TTerm : struct, IPairTerm<TLanes>
    {
        var (totalA, totalB) = (0.0, 0.0);
        for (var i = start; i < end;)
        {
            var blockEnd = Math.Min(end, i + 4 * Reduction.Additions * TLanes.Count);
            TLanes a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            for (; i <= blockEnd - 4 * TLanes.Count; i += 4 * TLanes.Count)
            {
                term.Add(default(WholeWindow<TLanes>), i, ref a0, ref b0);
                term.Add(default(WholeWindow<TLanes>), i + TLanes.Count, ref a1, ref b1);
                term.Add(default(WholeWindow<TLanes>), i + 2 * TLanes.Count, ref a2, ref b2);
                term.Add(default(WholeWindow<TLanes>), i + 3 * TLanes.Count, ref a3, ref b3);
            }
            for (; i <= blockEnd - TLanes.Count; i += TLanes.Count) term.Add(default(WholeWindow<TLanes>), i, ref a0, ref b0);
            if (i < blockEnd) term.Add(new PartialWindow<TLanes>((int)(blockEnd - i), term.Filling), i, ref a1, ref b1);
            i = blockEnd;
            totalA += TLanes.Sum(a0 + a1 + (a2 + a3));
            totalB += TLanes.Sum(b0 + b1 + (b2 + b3));
        }
        return (totalA, totalB);
    }
}
