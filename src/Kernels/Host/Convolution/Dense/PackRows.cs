using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Packs a weight in the order in which the register tile reads it: for each phase, block of source channels and tile of six
/// target channels, six rows of (source channel, tap). Pruned weights of a pattern are zeros. Rows past the last channel are
/// omitted; the tile reads the first row in their place.
/// </summary>
/// <param name="weights">all weights, or the survivors of a pattern</param>
/// <param name="survivors">null if dense</param>
/// <param name="rows">overwritten</param>
readonly unsafe struct PackRows<TLanes>(DenseProduct<TLanes>.Plan plan, Scratch scratch, float* weights, SurvivorMap? survivors, float* rows) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    /// <summary>Tiles of six rows per task: a multiple of the vector's lanes in rows, for which transpositions are fastest.</summary>
    const int TilesInTask = 8;

    /// <summary>The number of tasks below which the source channels are divided too.</summary>
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
        else if (Vector512.IsHardwareAccelerated && plan.PhaseOrder is { } order) SplitVectorsByPhase(part, Vector512.Create(order), worker);
        else SplitByPhase(part, worker);
    }

    static int GroupsOf(DenseProduct<TLanes>.Plan plan) => (plan.RowTiles + TilesInTask - 1) / TilesInTask;

    static int SharesOf(DenseProduct<TLanes>.Plan plan) => Math.Clamp(WantedTasks / GroupsOf(plan), 1, plan.Gather.SourceChannels);

    /// <summary>Some weights in C order: in their place, or expanded into the buffer.</summary>
    float* Read(int first, int count, float* buffer)
    {
        if (survivors is null) return weights + first;
        survivors.Expand(weights, first, count, buffer);
        return buffer;
    }

    /// <summary>The end of the block of a source channel, or of the part if that is earlier.</summary>
    int BlockEnd(int source, in Part part) => Math.Min(part.EndSource, (source / plan.Phases[0].Block + 1) * plan.Phases[0].Block);

    /// <summary>Forward: the taps of a row are contiguous in the weight.</summary>
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
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, (long)phase.Block * part.Targets);
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

    /// <summary>BackwardData: the taps of each kernel are distributed to the phases, kernel by kernel in the order of memory.</summary>
    void SplitByPhase(in Part part, int worker)
    {
        var area = plan.Gather.KernelArea;
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, part.Targets * area);
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

    /// <summary><see cref="SplitByPhase"/> for kernels of 16 taps, one vector, of which each of four phases receives a quarter.</summary>
    void SplitVectorsByPhase(in Part part, Vector512<int> order, int worker)
    {
        var phases = plan.Phases;
        var depth = phases[0].Block * 4;
        long to1 = phases[1].RowOffset - phases[0].RowOffset, to2 = phases[2].RowOffset - phases[0].RowOffset, to3 = phases[3].RowOffset - phases[0].RowOffset;
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, part.Targets * 16);
        for (var source = part.Source; source < part.EndSource; source++)
        {
            var from = Read(plan.Gather.WeightIndex(part.Target, source, 0), part.Targets * 16, buffer);
            var to = rows + phases[0].PlaceOf(plan.RowTiles, part.Target, source);
            for (var r = 0; r < part.Targets; r++, from += 16, to += depth)
            {
                var split = Vector512.ShuffleNative(Vector512.Load(from), order);
                split.GetLower().GetLower().Store(to);
                split.GetLower().GetUpper().Store(to + to1);
                split.GetUpper().GetLower().Store(to + to2);
                split.GetUpper().GetUpper().Store(to + to3);
            }
        }
    }

    /// <summary>The target and source channels of a task.</summary>
    readonly record struct Part(int Target, int Targets, int Source, int EndSource);
}
