using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Lays a weight out as the register tile reads it, the pruned ones of a pattern as zeros: for each phase, block of source
/// channels and tile of six target channels, six rows of (source channel, tap). Rows past the last channel are left out;
/// the tile reads the first row in their place.
/// </summary>
/// <param name="plan">the geometry</param><param name="scratch">working memory</param>
/// <param name="weights">all of them, or the survivors of a pattern</param><param name="survivors">the pattern; null if dense</param>
/// <param name="rows">overwritten</param>
readonly unsafe struct PackRows<TLanes>(DenseProduct<TLanes>.Plan plan, Scratch scratch, float* weights, SurvivorMap? survivors, float* rows) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    /// <summary>Tiles of six rows in a task: whole vectors of rows, which is what transpositions are fastest in.</summary>
    const int TilesInTask = 8;

    /// <summary>Of few rows the sources are shared out, too.</summary>
    const int WantedTasks = 8;

    readonly int _shares = SharesOf(plan);

    public static int Tasks(DenseProduct<TLanes>.Plan plan) => GroupsOf(plan) * SharesOf(plan);

    public void Execute(int task, int worker)
    {
        var (group, share) = Math.DivRem(task, _shares);
        var target = group * TilesInTask * Rows;
        var sources = plan.Gather.SourceChannels;
        var part = new Part(
            target, Math.Min(TilesInTask * Rows, plan.Gather.TargetChannels - target),
            (int)((long)sources * share / _shares), (int)((long)sources * (share + 1) / _shares));
        if (plan.Gather.IsForward) Copy(part);
        else if (plan.Gather.KernelArea == 1 && plan.Phases is [{ Kernels.Length: 1 }]) Transpose(part, worker);
        else if (Vector512.IsHardwareAccelerated && plan.DealOrder is { } order) DealVectors(part, Vector512.Create(order), worker);
        else Deal(part, worker);
    }

    static int GroupsOf(DenseProduct<TLanes>.Plan plan) => (plan.RowTiles + TilesInTask - 1) / TilesInTask;

    static int SharesOf(DenseProduct<TLanes>.Plan plan) => Math.Clamp(WantedTasks / GroupsOf(plan), 1, plan.Gather.SourceChannels);

    /// <summary>Some weights in C order: where they lie, or expanded.</summary>
    float* Read(int first, int count, float* buffer)
    {
        if (survivors is null) return weights + first;
        survivors.Expand(weights, first, count, buffer);
        return buffer;
    }

    /// <summary>The end of the block that a source is in, or of the part.</summary>
    int BlockEnd(int source, in Part part) => Math.Min(part.EndSource, (source / plan.Phases[0].Block + 1) * plan.Phases[0].Block);

    /// <summary>Forward: the taps of a row lie in order.</summary>
    void Copy(in Part part)
    {
        var phase = plan.Phases[0];
        for (var target = part.Target; target < part.Target + part.Targets; target++)
            for (int source = part.Source, end; source < part.EndSource; source = end)
            {
                end = BlockEnd(source, part);
                var from = plan.Gather.WeightIndex(target, source, 0);
                var count = (end - source) * phase.Kernels.Length;
                var to = rows + phase.PlaceOf(plan.RowTiles, target, source);
                if (survivors is null) Unsafe.CopyBlockUnaligned(to, weights + from, (uint)(count * sizeof(float)));
                else survivors.Expand(weights, from, count, to);
            }
    }

    /// <summary>BackwardData of a 1×1 kernel with stride 1.</summary>
    void Transpose(in Part part, int worker)
    {
        var phase = plan.Phases[0];
        var buffer = scratch.Own(worker, Scratch.Piece.Sums, (long)phase.Block * part.Targets);
        for (int source = part.Source, end; source < part.EndSource; source = end)
        {
            end = BlockEnd(source, part);
            var from = weights + plan.Gather.WeightIndex(part.Target, source, 0);
            var stride = plan.Gather.WeightIndex(0, 1, 0);
            if (survivors is not null)
            {
                from = buffer;
                stride = part.Targets;
                for (var s = source; s < end; s++) survivors.Expand(weights, plan.Gather.WeightIndex(part.Target, s, 0), part.Targets, buffer + (s - source) * stride);
            }
            Transposition.Run(from, stride, end - source, part.Targets, rows + phase.PlaceOf(plan.RowTiles, part.Target, source), phase.Block, pad: false);
        }
    }

    /// <summary>BackwardData: each kernel is dealt out to the phases, the kernels in the order in which they lie in memory.</summary>
    void Deal(in Part part, int worker)
    {
        var area = plan.Gather.KernelArea;
        var buffer = scratch.Own(worker, Scratch.Piece.Sums, part.Targets * area);
        for (var source = part.Source; source < part.EndSource; source++)
        {
            var from = Read(plan.Gather.WeightIndex(part.Target, source, 0), part.Targets * area, buffer);
            foreach (var phase in plan.Phases)
            {
                var kernels = phase.Kernels;
                var to = rows + phase.PlaceOf(plan.RowTiles, part.Target, source);
                for (var r = 0; r < part.Targets; r++, to += phase.Block * kernels.Length)
                    for (var t = 0; t < kernels.Length; t++) to[t] = from[r * area + kernels[t]];
            }
        }
    }

    /// <summary><see cref="Deal"/> of kernels that are one vector, of which each of four phases takes a quarter.</summary>
    void DealVectors(in Part part, Vector512<int> order, int worker)
    {
        var phases = plan.Phases;
        var depth = phases[0].Block * 4;
        long to1 = phases[1].RowOffset - phases[0].RowOffset, to2 = phases[2].RowOffset - phases[0].RowOffset, to3 = phases[3].RowOffset - phases[0].RowOffset;
        var buffer = scratch.Own(worker, Scratch.Piece.Sums, part.Targets * 16);
        for (var source = part.Source; source < part.EndSource; source++)
        {
            var from = Read(plan.Gather.WeightIndex(part.Target, source, 0), part.Targets * 16, buffer);
            var to = rows + phases[0].PlaceOf(plan.RowTiles, part.Target, source);
            for (var r = 0; r < part.Targets; r++, from += 16, to += depth)
            {
                var dealt = Vector512.ShuffleNative(Vector512.Load(from), order);
                dealt.GetLower().GetLower().Store(to);
                dealt.GetLower().GetUpper().Store(to + to1);
                dealt.GetUpper().GetLower().Store(to + to2);
                dealt.GetUpper().GetUpper().Store(to + to3);
            }
        }
    }

    /// <summary>The target and source channels of a task.</summary>
    readonly record struct Part(int Target, int Targets, int Source, int EndSource);
}
