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

    /// <summary>Terms of a sum that are packed at a time: 128 × 4 vectors are 32 KiB.</summary>
    const int PanelDepth = 128;

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
            var columns = RegisterTile<TLanes>.Columns;
            LaneVectors = (gather.Batch + TLanes.Count - 1) / TLanes.Count;
            RowTiles = (gather.TargetChannels + Rows - 1) / Rows;
            var tiles = gather.Phases.Sum(phase => TilesOf(phase.Rows * phase.Columns * LaneVectors, columns));
            TilesInTask = Math.Clamp(tiles / WantedTasks, 1, 16);
            if (tiles >= 2 * LeastTilesInTask) TilesInTask = Math.Max(TilesInTask, Math.Min(LeastTilesInTask, tiles / 8));
            var columnTasks = gather.Phases.Sum(phase => TilesOf(TilesOf(phase.Rows * phase.Columns * LaneVectors, columns), TilesInTask));
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
                var phaseTiles = TilesOf(phase.Rows * phase.Columns * LaneVectors, columns);
                Phases[p] = new PhasePlan(phase, block, blocks, phaseTiles, rowFloats, task);
                rowFloats += (long)blocks * RowTiles * Rows * block * taps;
                task += TilesOf(phaseTiles, TilesInTask) * RowGroups;
                PanelFloats = Math.Max(PanelFloats, block * taps * columns * TLanes.Count);
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

        static int TilesOf(int count, int size) => (count + size - 1) / size;
    }

    /// <param name="Phase">the pixels and their taps</param>
    /// <param name="Block">source channels in a block</param><param name="Blocks">how many blocks</param>
    /// <param name="Tiles">column tiles</param>
    /// <param name="RowOffset">where the packed weights of this phase begin, in floats</param>
    /// <param name="FirstTask">the first task of this phase</param>
    public sealed record PhasePlan(Gather.Phase Phase, int Block, int Blocks, int Tiles, long RowOffset, int FirstTask);

    public static void Run(Plan plan, WorkerTeam team, Scratch scratch, float* source, float* weights, float* target)
    {
        var rows = scratch.Shared(Scratch.Piece.Rows, plan.RowFloats);
        team.Run(new PackRows(plan, weights, rows), plan.Phases.Length * plan.RowTiles);
        team.Run(new Multiply(plan, scratch, source, rows, target), plan.Tasks);
    }

    /// <summary>
    /// Lays the weights out as the tile reads them: for each phase, block and tile of six target channels, six rows of
    /// (source channel, tap). Rows past the last channel are left out; the tile reads the first row in their place.
    /// </summary>
    readonly struct PackRows(Plan plan, float* weights, float* rows) : IJob
    {
        public void Execute(int task, int worker)
        {
            var gather = plan.Gather;
            var part = plan.Phases[task / plan.RowTiles];
            var rowTile = task % plan.RowTiles;
            var taps = part.Phase.Taps;
            var depth = part.Block * taps.Length;
            for (var block = 0; block < part.Blocks; block++)
            {
                var first = block * part.Block;
                var channels = Math.Min(part.Block, gather.SourceChannels - first);
                var to = rows + part.RowOffset + ((long)block * plan.RowTiles + rowTile) * Rows * depth;
                for (var r = 0; r < Rows && rowTile * Rows + r < gather.TargetChannels; r++, to += depth)
                {
                    var from = weights + gather.WeightIndex(rowTile * Rows + r, first, 0);
                    if (gather.IsForward)
                    {
                        Unsafe.CopyBlockUnaligned(to, from, (uint)(channels * taps.Length * sizeof(float)));
                        continue;
                    }
                    var step = gather.WeightIndex(0, 1, 0);
                    for (var c = 0; c < channels; c++, from += step)
                        for (var t = 0; t < taps.Length; t++)
                            to[c * taps.Length + t] = from[taps[t].Kernel];
                }
            }
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
            var lastRowTile = Math.Min(firstRowTile + plan.RowTilesInTask, plan.RowTiles);
            var firstTile = task / plan.RowGroups * plan.TilesInTask;
            var lastTile = Math.Min(firstTile + plan.TilesInTask, part.Tiles);
            var panel = scratch.Own(worker, Scratch.Piece.Panel, plan.PanelFloats);
            for (var block = 0; block < part.Blocks; block++)
                for (var tile = firstTile; tile < lastTile; tile++)
                    Tile(part, block, tile, firstRowTile, lastRowTile, panel);
        }

        void Tile(PhasePlan part, int block, int tile, int firstRowTile, int lastRowTile, float* panel)
        {
            var gather = plan.Gather;
            var columns = RegisterTile<TLanes>.Columns;
            var taps = part.Phase.Taps;
            var channels = Math.Min(part.Block, gather.SourceChannels - block * part.Block);
            var run = channels * taps.Length;
            var first = tile * columns;
            var count = Math.Min(columns, part.Phase.Rows * part.Phase.Columns * plan.LaneVectors - first);
            panel = Pack(part, block * part.Block, channels, first, count, panel);

            // Where the vectors of the tile belong in the target; all of them whole, or by way of a tile on the stack.
            var offsets = stackalloc int[columns];
            var whole = count == columns;
            for (var j = 0; j < count; j++)
            {
                var (pixel, lane) = Math.DivRem(first + j, plan.LaneVectors);
                var (i, k) = Math.DivRem(pixel, part.Phase.Columns);
                var row = part.Phase.Row0 + i * gather.TargetStrideHeight;
                var column = part.Phase.Column0 + k * gather.TargetStrideWidth;
                offsets[j] = (row * gather.TargetWidth + column) * gather.Batch + lane * TLanes.Count;
                whole &= (lane + 1) * TLanes.Count <= gather.Batch;
            }
            var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
            var depth = part.Block * taps.Length;
            var pointers = stackalloc float*[Rows];
            var edge = stackalloc float[whole ? 1 : Rows * columns * TLanes.Count];
            var edgeColumns = stackalloc int[columns];
            for (var j = 0; j < columns; j++) edgeColumns[j] = j * TLanes.Count;
            for (var rowTile = firstRowTile; rowTile < lastRowTile; rowTile++)
            {
                var valid = Math.Min(Rows, gather.TargetChannels - rowTile * Rows);
                var from = rows + part.RowOffset + ((long)block * plan.RowTiles + rowTile) * Rows * depth;
                for (var r = 0; r < Rows; r++) pointers[r] = r < valid ? from + r * depth : from;
                var to = target + rowTile * Rows * plane;
                if (whole)
                {
                    RegisterTile<TLanes>.Multiply(1, pointers, run, panel, to, plane, offsets, valid, block > 0);
                    continue;
                }
                RegisterTile<TLanes>.Multiply(1, pointers, run, panel, edge, columns * TLanes.Count, edgeColumns, valid, accumulate: false);
                for (var r = 0; r < valid; r++)
                    for (var j = 0; j < count; j++)
                    {
                        var lanes = Math.Min(TLanes.Count, gather.Batch - (first + j) % plan.LaneVectors * TLanes.Count);
                        var a = edge + (r * columns + j) * TLanes.Count;
                        var b = to + r * plane + offsets[j];
                        for (var n = 0; n < lanes; n++) b[n] = block > 0 ? b[n] + a[n] : a[n];
                    }
            }
        }

        /// <summary>The gathered source of one tile and block: for each (channel, tap) the vectors of the tile's columns.</summary>
        float* Pack(PhasePlan part, int firstChannel, int channels, int first, int count, float* panel)
        {
            var gather = plan.Gather;
            var columns = RegisterTile<TLanes>.Columns;
            var taps = part.Phase.Taps;
            var plane = (long)gather.SourceHeight * gather.SourceWidth * gather.Batch;
            var from = source + firstChannel * plane;
            if (taps.Length == 1 && plane == columns * TLanes.Count && gather.Batch == plane) return from;

            // A source pointer for each (tap, column), and how far it moves from channel to channel: not at all if it is zero padding.
            var zeros = stackalloc float[TLanes.Count];
            new Span<float>(zeros, TLanes.Count).Clear();
            var pointers = stackalloc float*[taps.Length * columns];
            var steps = stackalloc long[taps.Length * columns];
            var partial = 0;
            for (var j = 0; j < columns; j++)
            {
                var (pixel, lane) = Math.DivRem(first + j, plan.LaneVectors);
                var (i, k) = Math.DivRem(pixel, part.Phase.Columns);
                if (j < count && (lane + 1) * TLanes.Count > gather.Batch) partial |= 1 << j;
                for (var t = 0; t < taps.Length; t++)
                {
                    var row = i * gather.SourceStrideHeight + taps[t].Row;
                    var column = k * gather.SourceStrideWidth + taps[t].Column;
                    var inside = j < count && (uint)row < (uint)gather.SourceHeight && (uint)column < (uint)gather.SourceWidth;
                    pointers[t * columns + j] = inside ? from + ((long)row * gather.SourceWidth + column) * gather.Batch + lane * TLanes.Count : zeros;
                    steps[t * columns + j] = inside ? plane : 0;
                }
            }
            if (partial != 0) PackPartial(pointers, steps, taps.Length, channels, partial, gather.Batch % TLanes.Count, panel, zeros);
            else if (plan.LaneVectors % columns == 0) PackPixel(pointers, steps, taps.Length, channels, panel);
            else PackWhole(pointers, steps, taps.Length * columns, channels, panel);
            return panel;
        }

        /// <summary>All columns of the tile lie beside each other, in one pixel.</summary>
        static void PackPixel(float** pointers, long* steps, int taps, int channels, float* panel)
        {
            var columns = RegisterTile<TLanes>.Columns;
            for (var c = 0; c < channels; c++)
                for (var t = 0; t < taps; t++, panel += columns * TLanes.Count)
                {
                    var from = pointers[t * columns];
                    if (steps[t * columns] == 0)
                    {
                        for (var j = 0; j < columns; j++) default(TLanes).Store(panel + j * TLanes.Count);
                        continue;
                    }
                    from += c * steps[t * columns];
                    for (var j = 0; j < columns; j++) TLanes.Load(from + j * TLanes.Count).Store(panel + j * TLanes.Count);
                }
        }

        static void PackWhole(float** pointers, long* steps, int count, int channels, float* panel)
        {
            for (var c = 0; c < channels; c++)
                for (var q = 0; q < count; q++, panel += TLanes.Count)
                    TLanes.Load(pointers[q] + c * steps[q]).Store(panel);
        }

        /// <summary>Some columns end within their vector: the rest is filled with zeros.</summary>
        static void PackPartial(float** pointers, long* steps, int taps, int channels, int partial, int lanes, float* panel, float* zeros)
        {
            var columns = RegisterTile<TLanes>.Columns;
            for (var c = 0; c < channels; c++)
                for (var q = 0; q < taps * columns; q++, panel += TLanes.Count)
                {
                    var from = pointers[q] + c * steps[q];
                    if ((partial >> q % columns & 1) == 0 || from == zeros) TLanes.Load(from).Store(panel);
                    else
                        for (var n = 0; n < TLanes.Count; n++) panel[n] = n < lanes ? from[n] : 0;
                }
        }
    }
}
