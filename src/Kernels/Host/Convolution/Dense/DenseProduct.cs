namespace SparseGen.Kernels.Host;

/// <summary>
/// Forward and BackwardData of a dense weight: target[c, pixels × lanes] = Σ weights · gathered source.
/// </summary>
/// <remarks>
/// The pixels of a phase times the vectors of the batch are one row of vectors, divided into tiles of
/// <see cref="RegisterTile{TLanes}.Columns"/>. For a tile and a block of source channels the gathered source is packed into a panel,
/// which stays in L2 while it is multiplied with the weights of all target channels; meanwhile the source of the next panel is
/// prefetched. The weights of the block stay in L2, or are read from L3, during the tiles of a task. Pixels outside the image
/// and lanes past the end of the batch are zeros in the panel, so that the product has no branch.
/// </remarks>
static unsafe class DenseProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    static int Columns => RegisterTile<TLanes>.Columns;

    static int TileFloats => Rows * Columns * TLanes.Count;

    /// <summary>
    /// Terms of a sum that are packed at a time. A panel of 448 × 4 vectors has 112 KiB and stays in L2: the tile reads 256
    /// bytes of it in 24 cycles, less than L2's bandwidth. Each time that unfinished sums are loaded and stored costs the tile
    /// about 300 cycles.
    /// </summary>
    const int PanelDepth = 448;

    /// <summary>The number of tasks aimed at: enough to occupy many threads; more would pack weights and panels more often.</summary>
    const int WantedTasks = 32;

    const int LeastTilesInTask = 4;
    const int LeastRowTilesInTask = 4;

    /// <summary>How one geometry is divided into tasks. A function of the shape only.</summary>
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
            if (gather.KernelArea == 16 && Phases.Length == 4 && Array.TrueForAll(Phases, static part => part.Kernels.Length == 4))
                PhaseOrder = [.. Phases.SelectMany(static part => part.Kernels)];
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

        /// <summary>The taps of a 4×4 kernel with stride 2, ordered by the four phases that they belong to; null for other geometries.</summary>
        public int[]? PhaseOrder { get; }

        static int TilesOf(int count, int size) => (count + size - 1) / size;
    }

    /// <param name="Block">source channels per block</param>
    /// <param name="Blocks">number of blocks</param>
    /// <param name="Tiles">number of column tiles</param>
    /// <param name="RowOffset">start of this phase's packed weights, in floats</param>
    /// <param name="FirstTask">index of this phase's first task</param>
    public sealed record PhasePlan(Gather.Phase Phase, int Block, int Blocks, int Tiles, long RowOffset, int FirstTask)
    {
        /// <summary>The position in the kernel of each tap.</summary>
        public int[] Kernels { get; } = [.. Phase.Taps.Select(tap => tap.Kernel)];

        /// <summary>The index in the packed rows of the first tap of a source channel.</summary>
        public long PlaceOf(int rowTiles, int target, int source)
        {
            var (block, channel) = Math.DivRem(source, Block);
            return RowOffset + ((long)block * rowTiles * Rows + target) * Block * Kernels.Length + channel * Kernels.Length;
        }
    }

    /// <param name="weights">all weights, or the survivors of a pattern</param>
    /// <param name="survivors">null if dense</param>
    /// <param name="target">overwritten</param>
    public static void Run(Plan plan, WorkerTeam team, Scratch scratch, float* source, float* weights, SurvivorMap? survivors, float* target)
    {
        var rows = scratch.Shared(Scratch.Piece.Rows, plan.RowFloats);
        team.Run(new PackRows<TLanes>(plan, scratch, weights, survivors, rows), PackRows<TLanes>.Tasks(plan));
        team.Run(new Multiply(plan, scratch, source, rows, target), plan.Tasks);
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
            var panel = scratch.PerThread(worker, Scratch.Piece.Panel, plan.PanelFloats);
            var panels = new PanelSource<TLanes>(plan, part, source, scratch.PerThread(worker, Scratch.Piece.Table, PanelSource<TLanes>.TableFloats(part)));
            panels.Locate(0, firstTile);
            for (var block = 0; block < part.Blocks; block++)
                for (var tile = firstTile; tile < lastTile; tile++)
                {
                    panels.Pack(panel);
                    var depth = panels.Depth;
                    if (tile + 1 < lastTile) panels.Locate(block, tile + 1);
                    else if (block + 1 < part.Blocks) panels.Locate(block + 1, firstTile);
                    else panels.LocateNone();
                    MultiplyRows(part, block, tile, firstRowTile, rowTiles, panel, depth, panels);
                }
        }

        void MultiplyRows(PhasePlan part, int block, int tile, int firstRowTile, int rowTiles, float* panel, int run, in PanelSource<TLanes> next)
        {
            var gather = plan.Gather;
            var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
            var depth = part.Block * part.Phase.Taps.Length;
            var offsets = stackalloc int[Columns];
            var lanes = stackalloc int[Columns];
            var whole = Place(part, tile, offsets, lanes);
            // A tile that extends past the end of the pixels or the batch is computed in a buffer and copied to the target.
            var edge = stackalloc float[whole ? 1 : TileFloats];
            var edgeOffsets = stackalloc int[Columns];
            for (var j = 0; j < Columns; j++) edgeOffsets[j] = j * TLanes.Count;
            var pointers = stackalloc float*[Rows];
            // The source of the next panel is prefetched in equal shares during the tiles of rows.
            var fetch = next.Sources;
            var left = next.Fetches;
            var fetches = Math.Min(RegisterTile<TLanes>.SideSteps(1, run), (left + rowTiles - 1) / rowTiles);
            var from = rows + part.RowOffset + ((long)block * plan.RowTiles + firstRowTile) * Rows * depth;
            var to = target + firstRowTile * Rows * plane;
            for (var rowTile = firstRowTile; rowTile < firstRowTile + rowTiles; rowTile++, from += Rows * depth, to += Rows * plane, fetch += fetches, left -= fetches)
            {
                fetches = Math.Min(fetches, left);
                var valid = Math.Min(Rows, gather.TargetChannels - rowTile * Rows);
                for (var r = 0; r < Rows; r++) pointers[r] = r < valid ? from + r * depth : from;
                var prefetch = new Prefetch(fetch, fetches);
                if (whole)
                {
                    RegisterTile<TLanes>.Multiply(1, pointers, run, panel, to, plane, offsets, valid, block > 0, ref prefetch);
                    continue;
                }
                RegisterTile<TLanes>.Multiply(1, pointers, run, panel, edge, Columns * TLanes.Count, edgeOffsets, valid, accumulate: false, ref prefetch);
                for (var r = 0; r < valid; r++)
                    for (var j = 0; j < Columns; j++)
                        Add(edge + (r * Columns + j) * TLanes.Count, lanes[j], to + r * plane + offsets[j], block > 0);
            }
        }

        static void Add(float* from, int count, float* to, bool accumulate)
        {
            for (var n = 0; n < count; n++) to[n] = accumulate ? to[n] + from[n] : from[n];
        }

        /// <summary>
        /// The offset of each of a tile's vectors in a target channel, and the number of its lanes. Returns whether all vectors
        /// have all lanes.
        /// </summary>
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
