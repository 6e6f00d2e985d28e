using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Lays a dense weight out as the register tile reads it: for each phase, block of source channels and tile of six target
/// channels, six rows of (source channel, tap). Rows past the last channel are left out; the tile reads the first row in their place.
/// </summary>
readonly unsafe struct PackRows<TLanes>(DenseProduct<TLanes>.Plan plan, float* weights, float* rows) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    /// <summary>Tiles of six rows in a task: whole vectors of rows, which is what transpositions are fastest in.</summary>
    const int TilesInTask = 8;

    public static int Tasks(DenseProduct<TLanes>.Plan plan) => (plan.RowTiles + TilesInTask - 1) / TilesInTask;

    public void Execute(int task, int worker)
    {
        var first = task * TilesInTask * Rows;
        var end = Math.Min(first + TilesInTask * Rows, plan.Gather.TargetChannels);
        if (plan.Gather.IsForward) CopyRows(first, end);
        else if (plan.Gather.KernelArea == 1) Transpose(first, end - first);
        else if (Vector512.IsHardwareAccelerated && plan.DealOrder is { } order) DealVectors(first, end, Vector512.Create(order));
        else Deal(first, end);
    }

    /// <summary>Forward: the taps of a row lie in order.</summary>
    void CopyRows(int first, int end)
    {
        var part = plan.Phases[0];
        var depth = part.Block * part.Kernels.Length;
        for (var target = first; target < end; target++)
        {
            var from = weights + plan.Gather.WeightIndex(target, 0, 0);
            var left = plan.Gather.SourceChannels * part.Kernels.Length;
            var to = rows + part.PlaceOf(plan.RowTiles, target, 0, 0);
            for (; left > 0; left -= depth, from += depth, to += (long)plan.RowTiles * Rows * depth)
                Unsafe.CopyBlockUnaligned(to, from, (uint)(Math.Min(left, depth) * sizeof(float)));
        }
    }

    /// <summary>BackwardData of a linear layer.</summary>
    void Transpose(int first, int count)
    {
        var part = plan.Phases[0];
        var (sources, step) = (plan.Gather.SourceChannels, plan.Gather.WeightIndex(0, 1, 0));
        for (var source = 0; source < sources; source += part.Block)
        {
            var from = weights + plan.Gather.WeightIndex(first, source, 0);
            var to = rows + part.PlaceOf(plan.RowTiles, first, source, 0);
            Transposition.Run(from, step, Math.Min(part.Block, sources - source), count, to, part.Block, pad: false);
        }
    }

    /// <summary>BackwardData: each kernel is dealt out to the phases, the kernels in the order in which they lie in memory.</summary>
    void Deal(int first, int end)
    {
        var gather = plan.Gather;
        for (var source = 0; source < gather.SourceChannels; source++)
            foreach (var part in plan.Phases)
            {
                var kernels = part.Kernels;
                var depth = part.Block * kernels.Length;
                var from = weights + gather.WeightIndex(first, source, 0);
                var to = rows + part.PlaceOf(plan.RowTiles, first, source, 0);
                for (var target = first; target < end; target++, from += gather.KernelArea, to += depth)
                    for (var t = 0; t < kernels.Length; t++) to[t] = from[kernels[t]];
            }
    }

    /// <summary><see cref="Deal"/> of kernels that are one vector, of which each of four phases takes a quarter.</summary>
    void DealVectors(int first, int end, Vector512<int> order)
    {
        var gather = plan.Gather;
        var parts = plan.Phases;
        var depth = parts[0].Block * 4;
        long to1 = parts[1].RowOffset - parts[0].RowOffset, to2 = parts[2].RowOffset - parts[0].RowOffset, to3 = parts[3].RowOffset - parts[0].RowOffset;
        for (var source = 0; source < gather.SourceChannels; source++)
        {
            var from = weights + gather.WeightIndex(first, source, 0);
            var to = rows + parts[0].PlaceOf(plan.RowTiles, first, source, 0);
            for (var target = first; target < end; target++, from += 16, to += depth)
            {
                var dealt = Vector512.ShuffleNative(Vector512.Load(from), order);
                dealt.GetLower().GetLower().Store(to);
                dealt.GetLower().GetUpper().Store(to + to1);
                dealt.GetUpper().GetLower().Store(to + to2);
                dealt.GetUpper().GetUpper().Store(to + to3);
            }
        }
    }
}
