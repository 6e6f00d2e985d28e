using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Forward and BackwardData of BFloat16 with a dense weight: target[c, pixels × samples] = Σ weights · gathered source, with Float32 sums that are
/// rounded once.
/// </summary>
/// <remarks>
/// A column tile is 32 samples of one pixel, a row of which is one cache line. For a column tile and a block of terms the gathered source is packed
/// into a panel of pairs of terms, which is multiplied with the weights of all target channels. Unpacking two rows into pairs exchanges samples in
/// the registers; packing two vectors of sums into a row exchanges them back.
/// </remarks>
static unsafe class PairProduct
{
    /// <param name="weights">all weights, or the survivors of a pattern</param>
    /// <param name="survivors">null if dense</param>
    /// <param name="target">overwritten</param>
    public static void Run(PairPlan plan, PairUnit unit, WorkerTeam team, Scratch scratch, BFloat16* source, float* weights, SurvivorMap? survivors, BFloat16* target)
    {
        var rows = (byte*)scratch.Shared(Scratch.Piece.Rows, plan.RowBytes / sizeof(float));
        team.Run(new PairRows(plan, scratch, weights, survivors, rows), PairRows.Tasks(plan));
        team.Run(new Multiply(plan, unit, scratch, source, rows, target), plan.Tasks);
    }

    readonly struct Multiply(PairPlan plan, PairUnit unit, Scratch scratch, BFloat16* source, byte* rows, BFloat16* target) : IJob
    {
        public void Execute(int task, int worker)
        {
            var p = plan.Phases.Length - 1;
            while (plan.Phases[p].FirstTask > task) p--;
            var part = plan.Phases[p];
            task -= part.FirstTask;
            var firstRowTile = task % plan.RowGroups * plan.RowTilesInTask;
            var rowTiles = Math.Min(plan.RowTilesInTask, plan.RowTiles - firstRowTile);
            var firstTile = task / plan.RowGroups * plan.TilesInTask;
            var lastTile = Math.Min(firstTile + plan.TilesInTask, part.Tiles);
            if (part.Steps == 0)
            {
                for (var tile = firstTile; tile < lastTile; tile++) Clear(part, tile, firstRowTile, rowTiles);
                return;
            }
            var sums = scratch.PerThread(worker, Scratch.Piece.Sums, (long)plan.TilesInTask * plan.RowTilesInTask * (PairTile.SumsBytes / sizeof(float)));
            var panel = (byte*)scratch.PerThread(worker, Scratch.Piece.Panel, plan.StepsInBlock * (PairTile.StepBytes / sizeof(float)));
            var table = (BFloat16**)scratch.PerThread(worker, Scratch.Piece.Table, 2L * plan.StepsInBlock * PairTile.StepTerms + PairTile.RowBytes / sizeof(float));
            var zeros = (BFloat16*)(table + plan.StepsInBlock * PairTile.StepTerms);
            new Span<BFloat16>(zeros, PairTile.Columns).Clear();
            fixed (nint* leftSteps = plan.LeftSteps)
                for (var first = 0; first < part.Steps; first += part.StepsInBlock)
                {
                    var steps = Math.Min(part.StepsInBlock, part.Steps - first);
                    var isLast = first + steps == part.Steps;
                    for (var tile = firstTile; tile < lastTile; tile++)
                    {
                        Locate(part, tile, first * PairTile.StepTerms, steps * PairTile.StepTerms, zeros, table);
                        Pack(table, steps * PairTile.StepTerms / 2, panel);
                        // With one block the sums of a tile are not needed after it.
                        var own = sums + (part.StepsInBlock == part.Steps ? 0 : (long)(tile - firstTile) * rowTiles * (PairTile.SumsBytes / sizeof(float)));
                        var arguments = new PairTileArguments
                        {
                            Sums = own, SumsRow = PairTile.Columns * sizeof(float), SumsTile = PairTile.SumsBytes,
                            Left = rows + part.RowOffset + (long)firstRowTile * part.Steps * PairTile.StepBytes, LeftTile = (nint)part.Steps * PairTile.StepBytes, LeftSecond = PairTile.BlockBytes,
                            LeftSteps = leftSteps + first, Right = panel, Steps = steps, Tiles = rowTiles, Accumulate = first > 0 ? 1 : 0,
                        };
                        PairTile.Multiply(unit, ref arguments);
                        if (isLast) Round(part, tile, firstRowTile, rowTiles, own);
                    }
                }
        }

        /// <summary>The address of each term of a column tile: 32 samples of a pixel of the source; zeros outside the image and past the last term.</summary>
        void Locate(PairPhase part, int tile, int firstTerm, int terms, BFloat16* zeros, BFloat16** table)
        {
            var gather = plan.Gather;
            var taps = part.Phase.Taps;
            var plane = (long)gather.SourceHeight * gather.SourceWidth * gather.Batch;
            var (pixel, group) = Math.DivRem(tile, plan.LaneGroups);
            var (i, j) = Math.DivRem(pixel, part.Phase.Columns);
            var (firstSource, firstTap) = Math.DivRem(firstTerm, taps.Length);
            for (var t = 0; t < taps.Length; t++)
            {
                var row = i * gather.SourceStrideHeight + taps[t].Row;
                var column = j * gather.SourceStrideWidth + taps[t].Column;
                var inside = (uint)row < (uint)gather.SourceHeight && (uint)column < (uint)gather.SourceWidth;
                // The first term of this tap at or after the first term of the block.
                var from = t - firstTap;
                var channel = firstSource;
                if (from < 0) (from, channel) = (from + taps.Length, channel + 1);
                var address = inside ? source + channel * plane + ((long)row * gather.SourceWidth + column) * gather.Batch + group * PairTile.Columns : zeros;
                var step = inside ? plane : 0;
                for (; from < terms; from += taps.Length, channel++, address += step) table[from] = channel < gather.SourceChannels ? address : zeros;
            }
        }

        /// <summary>panel ← for each pair of terms 32 pairs of samples.</summary>
        [MethodImpl(Jit.Loop)]
        static void Pack(BFloat16** table, int pairs, byte* panel)
        {
            for (var end = table + 2 * pairs; table < end; table += 2, panel += 2 * PairTile.RowBytes)
            {
                var (even, odd) = (Vector512.Load((ushort*)table[0]), Vector512.Load((ushort*)table[1]));
                Avx512BW.UnpackLow(even, odd).Store((ushort*)panel);
                Avx512BW.UnpackHigh(even, odd).Store((ushort*)(panel + PairTile.RowBytes));
            }
        }

        /// <summary>The first sample of a column tile in a target channel.</summary>
        long PlaceOf(PairPhase part, int tile)
        {
            var gather = plan.Gather;
            var (pixel, group) = Math.DivRem(tile, plan.LaneGroups);
            var (i, j) = Math.DivRem(pixel, part.Phase.Columns);
            var row = part.Phase.Row0 + i * gather.TargetStrideHeight;
            var column = part.Phase.Column0 + j * gather.TargetStrideWidth;
            return ((long)row * gather.TargetWidth + column) * gather.Batch + group * PairTile.Columns;
        }

        [MethodImpl(Jit.Loop)]
        void Round(PairPhase part, int tile, int firstRowTile, int rowTiles, float* sums)
        {
            var gather = plan.Gather;
            var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
            var first = firstRowTile * PairTile.Rows;
            var to = target + first * plane + PlaceOf(part, tile);
            for (var rest = Math.Min(rowTiles * PairTile.Rows, gather.TargetChannels - first); rest > 0; rest--, to += plane, sums += PairTile.Columns)
            {
                var (lower, upper) = (Lanes512.Rounded(Vector512.Load(sums)).AsInt32(), Lanes512.Rounded(Vector512.Load(sums + PairTile.Columns / 2)).AsInt32());
                Avx512BW.PackUnsignedSaturate(lower, upper).Store((ushort*)to);
            }
        }

        void Clear(PairPhase part, int tile, int firstRowTile, int rowTiles)
        {
            var gather = plan.Gather;
            var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
            for (var c = firstRowTile * PairTile.Rows; c < Math.Min((firstRowTile + rowTiles) * PairTile.Rows, gather.TargetChannels); c++)
                new Span<BFloat16>(target + c * plane + PlaceOf(part, tile), PairTile.Columns).Clear();
        }
    }
}
