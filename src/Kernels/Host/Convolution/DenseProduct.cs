using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Forward and BackwardData of a dense weight: target[c, pixels × lanes] = Σ weights · gathered source.
/// </summary>
/// <remarks>
/// The pixels of a phase times the vectors of the batch are one long row of vectors, cut into tiles of
/// <see cref="RegisterTile{TLanes}.Columns"/>. For a tile and a block of source channels the gathered source is packed
/// into a panel that stays in the L1 cache while all target channels pass over it; the weights of the block stay in L2
/// while the tiles of a task pass. Borders and the ends of odd batches are zeros in the panel, so the product has no branch.
/// </remarks>
static unsafe class DenseProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    static int Columns => RegisterTile<TLanes>.Columns;

    static int TileFloats => Rows * Columns * TLanes.Count;

    /// <summary>Terms of a sum that are packed at a time: 192 × 4 vectors are 48 KiB.</summary>
    const int PanelDepth = 192;

    /// <summary>Enough tasks to keep many threads busy; more would pack weights and panels more often.</summary>
    const int WantedTasks = 32;

    const int LeastTilesInTask = 4;
    const int LeastRowTilesInTask = 4;

    /// <summary>How one geometry is cut. Depends on the shape alone.</summary>
    public sealed class Plan
    {
        public Plan(Gather gather)
        {
            Gather = gather;
            LaneVectors = (gather.Batch + TLanes.Count - 1) / TLanes.Count;
            RowTiles = (gather.TargetChannels + Rows - 1) / Rows;
            var tiles = gather.Phases.Sum(phase => TilesOf(phase.Rows * phase.Columns * LaneVectors, Columns));
            TilesInTask = Math.Clamp(tiles / WantedTasks, 1, 16);
            if (tiles >= 2 * LeastTilesInTask) TilesInTask = Math.Max(TilesInTask, Math.Min(LeastTilesInTask, tiles / 8));
            var columnTasks = gather.Phases.Sum(phase => TilesOf(TilesOf(phase.Rows * phase.Columns * LaneVectors, Columns), TilesInTask));
            var rowGroups = columnTasks >= 8 ? 1 : Math.Clamp((8 + columnTasks - 1) / columnTasks, 1, Math.Max(1, RowTiles / LeastRowTilesInTask));
            RowTilesInTask = (RowTiles + rowGroups - 1) / rowGroups;
            RowGroups = (RowTiles + RowTilesInTask - 1) / RowTilesInTask;
            Phases = new PhasePlan[gather.Phases.Length];
            long rowFloats = 0;
            var task = 0;
            for (var p = 0; p < Phases.Length; p++)
            {
                var phase = gather.Phases[p];
                var taps = phase.Taps.Length;
                var block = Math.Clamp(PanelDepth / Math.Max(1, taps), 1, gather.SourceChannels);
                var blocks = (gather.SourceChannels + block - 1) / block;
                block = (gather.SourceChannels + blocks - 1) / blocks;
                blocks = (gather.SourceChannels + block - 1) / block;
                var phaseTiles = TilesOf(phase.Rows * phase.Columns * LaneVectors, Columns);
                Phases[p] = new PhasePlan(phase, block, blocks, phaseTiles, rowFloats, task);
                rowFloats += (long)blocks * RowTiles * Rows * block * taps;
                task += TilesOf(phaseTiles, TilesInTask) * RowGroups;
                PanelFloats = Math.Max(PanelFloats, block * taps * Columns * TLanes.Count);
            }
            RowFloats = rowFloats;
            Tasks = task;
        }

        public Gather Gather { get; }
        public int LaneVectors { get; }
        public int RowTiles { get; }
        public int TilesInTask { get; }
        public int RowTilesInTask { get; }
        public int RowGroups { get; }
        public int Tasks { get; }
        public PhasePlan[] Phases { get; }
        public long RowFloats { get; }
        public int PanelFloats { get; }

        /// <summary>Where each survivor stands among the packed weights; behind them all if its tap never meets the image.</summary>
        public int[] PlacesOf(Pattern pattern)
        {
            var area = Gather.KernelArea;
            var (parts, taps) = (new PhasePlan?[area], new int[area]);
            foreach (var part in Phases)
                for (var t = 0; t < part.Kernels.Length; t++) (parts[part.Kernels[t]], taps[part.Kernels[t]]) = (part, t);
            var places = GC.AllocateUninitializedArray<int>(pattern.Count);
            for (var i = 0; i < places.Length; i++)
            {
                var (channels, kernel) = Math.DivRem(pattern.Indices[i], area);
                var (target, source) = Math.DivRem(channels, Gather.Shape.InChannels);
                if (!Gather.IsForward) (target, source) = (source, target);
                places[i] = parts[kernel] is { } part ? checked((int)part.PlaceOf(RowTiles, target, source, taps[kernel])) : checked((int)RowFloats);
            }
            return places;
        }

        static int TilesOf(int count, int size) => (count + size - 1) / size;
    }

    /// <param name="Phase">the pixels and their taps</param>
    /// <param name="Block">source channels in a block</param><param name="Blocks">how many blocks</param>
    /// <param name="Tiles">column tiles</param>
    /// <param name="RowOffset">where the packed weights of this phase begin, in floats</param>
    /// <param name="FirstTask">the first task of this phase</param>
    public sealed record PhasePlan(Gather.Phase Phase, int Block, int Blocks, int Tiles, long RowOffset, int FirstTask)
    {
        /// <summary>The place in the kernel of each tap.</summary>
        public int[] Kernels { get; } = [.. Phase.Taps.Select(tap => tap.Kernel)];

        /// <summary>Where a weight stands in the packed rows.</summary>
        public long PlaceOf(int rowTiles, int target, int source, int tap)
        {
            var (block, channel) = Math.DivRem(source, Block);
            return RowOffset + ((long)block * rowTiles * Rows + target) * Block * Kernels.Length + channel * Kernels.Length + tap;
        }
    }

    /// <param name="plan">the geometry</param><param name="team">who works</param><param name="scratch">working memory</param>
    /// <param name="source">the image that is gathered from</param>
    /// <param name="weights">all of them, or the survivors of a pattern</param>
    /// <param name="pattern">null if dense</param>
    /// <param name="target">overwritten</param>
    public static void Run(Plan plan, WorkerTeam team, Scratch scratch, float* source, float* weights, Pattern? pattern, float* target)
    {
        var rows = scratch.Shared(Scratch.Piece.Rows, plan.RowFloats + 1);
        if (pattern is null) team.Run(new PackRows(plan, weights, rows), plan.RowTiles);
        else
        {
            var places = pattern.Compiled(plan, static (pattern, plan) => plan.PlacesOf(pattern));
            team.Run(new ClearRows(plan, rows), ClearRows.Tasks(plan));
            team.Run(new PlaceSurvivors(places, weights, rows), PlaceSurvivors.Tasks(places));
        }
        team.Run(new Multiply(plan, scratch, source, rows, target), plan.Tasks);
    }

    /// <summary>
    /// Lays the weights out as the tile reads them: for each phase, block and tile of six target channels, six rows of
    /// (source channel, tap). Rows past the last channel are left out; the tile reads the first row in their place.
    /// </summary>
    readonly struct PackRows(Plan plan, float* weights, float* rows) : IJob
    {
        public void Execute(int rowTile, int worker)
        {
            var count = Math.Min(Rows, plan.Gather.TargetChannels - rowTile * Rows);
            if (plan.Gather.IsForward)
                for (var r = 0; r < count; r++) CopyRow(rowTile, r);
            else SplitRows(rowTile, count);
        }

        /// <summary>Forward: the taps of a row lie in order.</summary>
        void CopyRow(int rowTile, int r)
        {
            var part = plan.Phases[0];
            var depth = part.Block * part.Phase.Taps.Length;
            var from = weights + plan.Gather.WeightIndex(rowTile * Rows + r, 0, 0);
            var left = plan.Gather.SourceChannels * part.Phase.Taps.Length;
            var to = rows + part.RowOffset + ((long)rowTile * Rows + r) * depth;
            for (; left > 0; left -= depth, from += depth, to += (long)plan.RowTiles * Rows * depth)
                Unsafe.CopyBlockUnaligned(to, from, (uint)(Math.Min(left, depth) * sizeof(float)));
        }

        /// <summary>BackwardData: each kernel is dealt out to the phases, the kernels in the order in which they lie in memory.</summary>
        void SplitRows(int rowTile, int count)
        {
            var gather = plan.Gather;
            var from = weights + gather.WeightIndex(rowTile * Rows, 0, 0);
            var (nextRow, nextSource) = (gather.WeightIndex(1, 0, 0), gather.WeightIndex(0, 1, 0));
            for (var source = 0; source < gather.SourceChannels; source++, from += nextSource)
                for (var p = 0; p < plan.Phases.Length; p++)
                {
                    var part = plan.Phases[p];
                    var kernels = part.Kernels;
                    var depth = part.Block * kernels.Length;
                    var (block, channel) = Math.DivRem(source, part.Block);
                    var to = rows + part.RowOffset + ((long)block * plan.RowTiles + rowTile) * Rows * depth + channel * kernels.Length;
                    for (var r = 0; r < count; r++, to += depth)
                        for (var t = 0; t < kernels.Length; t++) to[t] = from[r * nextRow + kernels[t]];
                }
        }
    }

    /// <summary>Zeros in place of all weights.</summary>
    readonly struct ClearRows(Plan plan, float* rows) : IJob
    {
        const int Part = 64 * 1024;

        public static int Tasks(Plan plan) => (int)((plan.RowFloats + Part - 1) / Part);

        public void Execute(int task, int worker)
        {
            var first = (long)task * Part;
            new Span<float>(rows + first, (int)Math.Min(Part, plan.RowFloats - first)).Clear();
        }
    }

    /// <summary>The survivors of a pattern that is executed as a dense weight, each in its place among the zeros.</summary>
    readonly struct PlaceSurvivors(int[] places, float* values, float* rows) : IJob
    {
        const int Part = 32 * 1024;

        public static int Tasks(int[] places) => (places.Length + Part - 1) / Part;

        public void Execute(int task, int worker)
        {
            var end = Math.Min((task + 1) * Part, places.Length);
            for (var i = task * Part; i < end; i++) rows[places[i]] = values[i];
        }
    }

    readonly struct Multiply(Plan plan, Scratch scratch, float* source, float* rows, float* target) : IJob
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
            var memory = scratch.Own(worker, Scratch.Piece.Panel, plan.PanelFloats);
            var table = (float**)scratch.Own(worker, Scratch.Piece.Table, 4L * part.Phase.Taps.Length * Columns + TLanes.Count);
            var panels = new PanelSource<TLanes>(plan, part, source, table);
            for (var block = 0; block < part.Blocks; block++)
                for (var tile = firstTile; tile < lastTile; tile++)
                {
                    panels.Locate(block, tile);
                    MultiplyRows(part, block, tile, firstRowTile, rowTiles, panels.Pack(memory), panels.Depth);
                }
        }

        void MultiplyRows(PhasePlan part, int block, int tile, int firstRowTile, int rowTiles, float* panel, int run)
        {
            var gather = plan.Gather;
            var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
            var depth = part.Block * part.Phase.Taps.Length;
            var offsets = stackalloc int[Columns];
            var lanes = stackalloc int[Columns];
            var whole = Place(part, tile, offsets, lanes);
            // A tile that reaches over the end of the pixels or the batch is summed up beside the target.
            var edge = stackalloc float[whole ? 1 : TileFloats];
            var edgeOffsets = stackalloc int[Columns];
            for (var j = 0; j < Columns; j++) edgeOffsets[j] = j * TLanes.Count;
            var pointers = stackalloc float*[Rows];
            var from = rows + part.RowOffset + ((long)block * plan.RowTiles + firstRowTile) * Rows * depth;
            var to = target + firstRowTile * Rows * plane;
            for (var rowTile = firstRowTile; rowTile < firstRowTile + rowTiles; rowTile++, from += Rows * depth, to += Rows * plane)
            {
                var valid = Math.Min(Rows, gather.TargetChannels - rowTile * Rows);
                for (var r = 0; r < Rows; r++) pointers[r] = r < valid ? from + r * depth : from;
                if (whole)
                {
                    RegisterTile<TLanes>.Multiply(1, pointers, run, panel, to, plane, offsets, valid, block > 0);
                    continue;
                }
                RegisterTile<TLanes>.Multiply(1, pointers, run, panel, edge, Columns * TLanes.Count, edgeOffsets, valid, accumulate: false);
                for (var r = 0; r < valid; r++)
                    for (var j = 0; j < Columns; j++)
                        Add(edge + (r * Columns + j) * TLanes.Count, lanes[j], to + r * plane + offsets[j], block > 0);
            }
        }

        static void Add(float* from, int count, float* to, bool accumulate)
        {
            for (var n = 0; n < count; n++) to[n] = accumulate ? to[n] + from[n] : from[n];
        }

        /// <summary>Where the vectors of a tile belong in a target channel, and how many of their lanes; true if all of all.</summary>
        bool Place(PhasePlan part, int tile, int* offsets, int* lanes)
        {
            var gather = plan.Gather;
            var whole = true;
            for (var j = 0; j < Columns; j++)
            {
                var (pixel, vector) = Math.DivRem(tile * Columns + j, plan.LaneVectors);
                var (i, k) = Math.DivRem(pixel, part.Phase.Columns);
                var row = part.Phase.Row0 + i * gather.TargetStrideHeight;
                var column = part.Phase.Column0 + k * gather.TargetStrideWidth;
                offsets[j] = (row * gather.TargetWidth + column) * gather.Batch + vector * TLanes.Count;
                lanes[j] = i < part.Phase.Rows ? Math.Min(TLanes.Count, gather.Batch - vector * TLanes.Count) : 0;
                whole &= lanes[j] == TLanes.Count;
            }
            return whole;
        }
    }
}
