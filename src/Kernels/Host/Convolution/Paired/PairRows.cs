using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Rounds a Float32 weight to BFloat16 and packs it as left factors of <see cref="PairTile"/>: for each phase, tile of 32 target channels and
/// step of 32 terms (source channel, tap). Pruned weights of a pattern, and rows and terms past the last, are zeros.
/// </summary>
/// <param name="weights">all weights, or the survivors of a pattern</param>
/// <param name="survivors">null if dense</param>
/// <param name="rows">overwritten</param>
readonly unsafe struct PairRows(PairPlan plan, Scratch scratch, float* weights, SurvivorMap? survivors, byte* rows) : IJob
{
    /// <summary>Source channels whose terms fill whole steps, whatever the number of taps.</summary>
    const int SourcesInUnit = PairTile.StepTerms;

    const int WantedTasks = 8;

    readonly int _shares = SharesOf(plan);

    public static int Tasks(PairPlan plan) => plan.RowTiles * SharesOf(plan);

    public void Execute(int task, int worker)
    {
        var (tile, share) = Math.DivRem(task, _shares);
        var units = PairPlan.Pieces(plan.Gather.SourceChannels, SourcesInUnit);
        var first = units * share / _shares * SourcesInUnit;
        var end = Math.Min(units * (share + 1) / _shares * SourcesInUnit, plan.Gather.SourceChannels);
        var target = tile * PairTile.Rows;
        var part = new Part(target, Math.Min(PairTile.Rows, plan.Gather.TargetChannels - target), first, end);
        if (part.Targets < PairTile.Rows || plan.IsPadded) Clear(part, last: share == _shares - 1);
        if (plan.Gather.IsForward) Copy(part, worker);
        else if (plan.Phases is [{ Kernels.Length: 1 }] && plan.Gather.KernelArea == 1) Transpose(part, worker);
        else if (plan.PhaseOrder is { } order) SplitVectorsByPhase(part, Vector512.Create(order), worker);
        else SplitByPhase(part, worker);
    }

    static int SharesOf(PairPlan plan) => Math.Clamp(WantedTasks / plan.RowTiles, 1, PairPlan.Pieces(plan.Gather.SourceChannels, SourcesInUnit));

    /// <summary>Sets the steps of a part to zero; the last part of a tile includes the terms past the last.</summary>
    void Clear(in Part part, bool last)
    {
        foreach (var phase in plan.Phases)
        {
            var first = part.Source * phase.Kernels.Length / PairTile.StepTerms;
            var end = last ? phase.Steps : part.EndSource * phase.Kernels.Length / PairTile.StepTerms;
            if (end > first) Unsafe.InitBlockUnaligned(rows + phase.PlaceOf(part.Target, first * PairTile.StepTerms), 0, (uint)((end - first) * PairTile.StepBytes));
        }
    }

    /// <summary>Some weights in C order: in their place, or expanded into the buffer.</summary>
    float* Read(int first, int count, float* buffer)
    {
        if (survivors is null) return weights + first;
        survivors.Expand(weights, first, count, buffer);
        return buffer;
    }

    /// <summary>Forward: the terms of a row are contiguous in the weight.</summary>
    void Copy(in Part part, int worker)
    {
        var phase = plan.Phases[0];
        var taps = phase.Kernels.Length;
        var count = (part.EndSource - part.Source) * taps;
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, survivors is null ? 0 : count);
        for (var target = part.Target; target < part.Target + part.Targets; target++)
        {
            var from = Read(plan.Gather.WeightIndex(target, part.Source, 0), count, buffer);
            var to = rows + phase.PlaceOf(target, part.Source * taps);
            var k = 0;
            for (; k + PairTile.StepTerms <= count; k += PairTile.StepTerms, to += PairTile.StepBytes)
            {
                // Packing alternates the quarters of both vectors, which the order of the loads undoes.
                var (a, b) = (Lanes512.Rounded(Vector512.Load(from + k)).AsInt32(), Lanes512.Rounded(Vector512.Load(from + k + 16)).AsInt32());
                InOrder(Avx512BW.PackUnsignedSaturate(a, b)).Store((ushort*)to);
            }
            for (var i = 0; k + i < count; i++) ((BFloat16*)to)[i] = (BFloat16)from[k + i];
        }
    }

    /// <summary>Undoes the interleaving of quarters of two vectors that were packed into one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ushort> InOrder(Vector512<ushort> packed) =>
        Avx512F.PermuteVar8x64(packed.AsInt64(), Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).AsUInt16();

    /// <summary>BackwardData of a 1×1 kernel with stride 1: 16 pairs of source channels and 16 target channels at a time.</summary>
    void Transpose(in Part part, int worker)
    {
        const int Pairs = PairTile.StepTerms / 2, Block = PairTile.BlockRows;
        var phase = plan.Phases[0];
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, 2 * PairTile.Rows);
        var block = stackalloc uint[Pairs * Block];
        for (var source = part.Source; source < part.EndSource; source += PairTile.StepTerms)
            for (var target = 0; target < part.Targets; target += Block)
            {
                var targets = Math.Min(Block, part.Targets - target);
                new Span<uint>(block, Pairs * Block).Clear();
                for (var s = 0; s < Math.Min(PairTile.StepTerms, part.EndSource - source); s++)
                {
                    var from = Read(plan.Gather.WeightIndex(part.Target + target, source + s, 0), targets, buffer);
                    var to = block + s / 2 * Block;
                    for (var r = 0; r < targets; r++) to[r] |= (uint)((BFloat16)from[r]).Bits << s % 2 * 16;
                }
                Transposition.Run((float*)block, Block, Pairs, Block, (float*)(rows + phase.PlaceOf(part.Target + target, source)), Pairs, pad: false);
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
                for (var t = 0; t < kernels.Length; t++)
                {
                    var to = rows + phase.PlaceOf(part.Target, source * kernels.Length + t);
                    for (var r = 0; r < part.Targets; r++, to += PairTile.RowBytes) *(BFloat16*)to = (BFloat16)from[r * area + kernels[t]];
                }
            }
        }
    }

    /// <summary><see cref="SplitByPhase"/> for kernels of 16 taps, one vector, of which each of four phases receives a quarter.</summary>
    void SplitVectorsByPhase(in Part part, Vector512<int> order, int worker)
    {
        var phases = plan.Phases;
        long to1 = phases[1].RowOffset - phases[0].RowOffset, to2 = phases[2].RowOffset - phases[0].RowOffset, to3 = phases[3].RowOffset - phases[0].RowOffset;
        var buffer = scratch.PerThread(worker, Scratch.Piece.Sums, part.Targets * 16);
        for (var source = part.Source; source < part.EndSource; source++)
        {
            var from = Read(plan.Gather.WeightIndex(part.Target, source, 0), part.Targets * 16, buffer);
            var to = rows + phases[0].PlaceOf(part.Target, source * 4);
            for (var r = 0; r < part.Targets; r++, from += 16, to += PairTile.RowBytes)
            {
                var split = Avx512F.ConvertToVector256UInt16(Lanes512.Rounded(Vector512.ShuffleNative(Vector512.Load(from), order))).AsUInt64();
                *(ulong*)to = split.GetElement(0);
                *(ulong*)(to + to1) = split.GetElement(1);
                *(ulong*)(to + to2) = split.GetElement(2);
                *(ulong*)(to + to3) = split.GetElement(3);
            }
        }
    }

    /// <summary>The target channels and source channels of a task.</summary>
    readonly record struct Part(int Target, int Targets, int Source, int EndSource);
}
