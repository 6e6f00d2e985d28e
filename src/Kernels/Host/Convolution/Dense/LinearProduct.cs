namespace SparseGen.Kernels.Host;

/// <summary>Linear layers with a dense weight, or with a masked one that is executed dense: matrix products.</summary>
/// <remarks>
/// A weight is used once per panel of the batch, too rarely for packing to pay: the register tile reads its rows from their
/// place in memory. For a masked weight, the rows of the next tile are expanded from the survivors as side work of the current
/// tile; gradients are compressed to the survivors tile by tile, while they are in the first-level cache. The division into
/// tasks depends on the number of threads; the order of summation does not.
/// </remarks>
static unsafe class LinearProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    /// <summary>Columns of a panel.</summary>
    static int Width => RegisterTile<TLanes>.Columns * TLanes.Count;

    /// <summary>y ← w·x</summary>
    /// <param name="shape">a linear layer</param>
    /// <param name="x">(Cin, N)</param>
    /// <param name="weights">(Cout, Cin), or the survivors</param>
    /// <param name="survivors">null if dense</param>
    /// <param name="y">(Cout, N)</param>
    public static void Forward(WorkerTeam team, Scratch scratch, in ConvolutionShape shape, float* x, float* weights, SurvivorMap? survivors, float* y)
    {
        var panels = Panels(team, scratch, x, shape.InChannels, shape.Batch);
        var product = new Product(scratch, team.Threads, shape.OutChannels, shape.InChannels, shape.Batch, weights, survivors, panels, y);
        team.Run(product, product.Tasks);
    }

    /// <summary>x ← wᵀ·y</summary>
    /// <inheritdoc cref="Forward"/>
    public static void BackwardData(WorkerTeam team, Scratch scratch, in ConvolutionShape shape, float* y, float* weights, SurvivorMap? survivors, float* x)
    {
        var rows = scratch.Shared(Scratch.Piece.Rows, (long)shape.InChannels * shape.OutChannels);
        var transpose = new Transpose(scratch, shape.OutChannels, shape.InChannels, weights, survivors, rows);
        team.Run(transpose, transpose.Tasks);
        var panels = Panels(team, scratch, y, shape.OutChannels, shape.Batch);
        var product = new Product(scratch, team.Threads, shape.InChannels, shape.OutChannels, shape.Batch, rows, null, panels, x);
        team.Run(product, product.Tasks);
    }

    /// <summary>w ← y·xᵀ; for a masked weight, of the survivors only.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void BackwardWeights(WorkerTeam team, Scratch scratch, in ConvolutionShape shape, float* x, float* y, float* weights, SurvivorMap? survivors)
    {
        var product = new OuterProduct(scratch, team.Threads, shape.OutChannels, shape.Batch, shape.InChannels, y, x, weights, survivors);
        team.Run(product, product.Tasks);
    }

    /// <summary>
    /// A matrix (depth, columns) as panels of <see cref="Width"/> columns, the last padded with zeros; the matrix itself if it
    /// has that many columns.
    /// </summary>
    static float* Panels(WorkerTeam team, Scratch scratch, float* from, int depth, int columns)
    {
        if (columns == Width) return from;
        var count = Pieces(columns, Width);
        var panels = scratch.Shared(Scratch.Piece.Panel, (long)count * Width * depth);
        team.Run(new CopyPanels(from, depth, columns, panels), count * CopyPanels.PiecesOf(depth));
        return panels;
    }

    readonly struct CopyPanels(float* from, int depth, int columns, float* panels) : IJob
    {
        const int DepthInTask = 256;

        public static int PiecesOf(int depth) => Pieces(depth, DepthInTask);

        public void Execute(int task, int worker)
        {
            var (panel, piece) = Math.DivRem(task, PiecesOf(depth));
            var first = panel * Width;
            var count = Math.Min(Width, columns - first);
            var to = panels + ((long)panel * depth + piece * DepthInTask) * Width;
            for (var k = piece * DepthInTask; k < Math.Min(depth, (piece + 1) * DepthInTask); k++, to += Width)
            {
                new ReadOnlySpan<float>(from + (long)k * columns + first, count).CopyTo(new Span<float>(to, count));
                new Span<float>(to + count, Width - count).Clear();
            }
        }
    }

    /// <summary>A weight (rows, columns) → (columns, rows).</summary>
    readonly struct Transpose(Scratch scratch, int rows, int columns, float* weights, SurvivorMap? survivors, float* transposed) : IJob
    {
        /// <summary>One cache line of the target.</summary>
        const int RowsInTask = 16;

        /// <summary>Together with the rows, 64 KiB.</summary>
        const int ColumnsInTask = 1024;

        public int Tasks => Pieces(rows, RowsInTask) * Pieces(columns, ColumnsInTask);

        public void Execute(int task, int worker)
        {
            var (i, j) = Math.DivRem(task, Pieces(columns, ColumnsInTask));
            (i, j) = (i * RowsInTask, j * ColumnsInTask);
            var (height, width) = (Math.Min(RowsInTask, rows - i), Math.Min(ColumnsInTask, columns - j));
            var from = weights + (long)i * columns + j;
            var stride = columns;
            if (survivors is not null)
            {
                from = scratch.PerThread(worker, Scratch.Piece.Values, height * width);
                stride = width;
                survivors.Expand(weights, i * columns + j, columns, height, width, from);
            }
            Transposition.Run(from, stride, height, width, transposed + (long)j * rows + i, rows, pad: false);
        }
    }

    /// <summary>c (rows, columns) ← a (rows, depth) · b (depth, columns). A task computes some of the rows.</summary>
    /// <param name="threads">number of threads for which the work is divided</param>
    /// <param name="rows">of a and c</param>
    /// <param name="depth">columns of a, rows of b</param>
    /// <param name="columns">of b and c</param>
    /// <param name="a">dense, or the survivors</param>
    /// <param name="survivors">null if a is dense</param>
    /// <param name="panels">b</param>
    /// <param name="c">overwritten</param>
    readonly struct Product(Scratch scratch, int threads, int rows, int depth, int columns, float* a, SurvivorMap? survivors, float* panels, float* c) : IJob
    {
        /// <summary>Floats of b that are multiplied with all rows of a task before the next are read: 256 KiB, a part of L2.</summary>
        const int BlockFloats = 64 * 1024;

        /// <summary>Loading and storing unfinished sums costs a tile about 300 cycles; a term costs 24.</summary>
        const int LeastDepth = 128;

        readonly int _panels = Pieces(columns, Width);
        readonly int _depthInBlock = Math.Max(LeastDepth, BlockFloats / (Width * Pieces(columns, Width)));
        readonly int _rowsInTask = Rows * TilesInTask(rows, threads);

        public int Tasks => Pieces(rows, _rowsInTask);

        /// <summary>
        /// Several tasks per thread if there are many tiles, but no more, since the first rows of each task are expanded
        /// without overlap.
        /// </summary>
        static int TilesInTask(int rows, int threads)
        {
            var tiles = Pieces(rows, Rows);
            return Pieces(tiles, threads * Math.Clamp(tiles / (8 * threads), 1, 4));
        }

        public void Execute(int task, int worker)
        {
            var first = task * _rowsInTask;
            var end = Math.Min(first + _rowsInTask, rows);
            for (var k = 0; k < depth; k += _depthInBlock)
            {
                var run = Math.Min(_depthInBlock, depth - k);
                if (survivors is null)
                {
                    var noSideWork = default(NoSideWork);
                    for (var row = first; row < end; row += Rows) MultiplyRows(row, k, run, a + (long)row * depth + k, depth, ref noSideWork);
                    continue;
                }
                var expanded = scratch.PerThread(worker, Scratch.Piece.Values, 2L * Rows * run);
                var next = expanded + Rows * run;
                survivors.Expand(a, first * depth + k, depth, Math.Min(Rows, end - first), run, expanded);
                for (var row = first; row < end; row += Rows)
                {
                    var expansion = new SurvivorMap.Expansion(survivors, a, (row + Rows) * depth + k, depth, Math.Clamp(end - row - Rows, 0, Rows), run, next);
                    MultiplyRows(row, k, run, expanded, run, ref expansion);
                    expansion.Finish();
                    var swap = expanded;
                    expanded = next;
                    next = swap;
                }
            }
        }

        void MultiplyRows<TSide>(int row, int k, int run, float* block, int stride, ref TSide side) where TSide : struct, ISideWork
        {
            for (var panel = 0; panel < _panels; panel++)
                MultiplyTile(block, stride, Math.Min(Rows, rows - row), run, panels + ((long)panel * depth + k) * Width,
                    c + (long)row * columns + panel * Width, columns, Math.Min(Width, columns - panel * Width), k > 0, ref side);
        }
    }

    /// <summary>
    /// c (rows, columns) ← a (rows, depth) · b (columns, depth)ᵀ. A task computes some panels of columns or, if there are few
    /// panels, some of the rows.
    /// </summary>
    /// <param name="threads">number of threads for which the work is divided</param>
    /// <param name="rows">of a and c</param>
    /// <param name="depth">columns of a and b</param>
    /// <param name="columns">of c, rows of b</param>
    /// <param name="a">dense</param>
    /// <param name="b">dense</param>
    /// <param name="c">overwritten: all entries, or the survivors</param>
    /// <param name="survivors">null if c is dense</param>
    readonly struct OuterProduct(Scratch scratch, int threads, int rows, int depth, int columns, float* a, float* b, float* c, SurvivorMap? survivors) : IJob
    {
        const int TasksOfThread = 4;

        /// <summary>The fewest panels of a task: where a row is divided among tasks, two threads write to the same cache line.</summary>
        const int FewPanels = 4;

        readonly int _panels = Pieces(columns, Width);
        readonly int _columnTasks = Math.Clamp(Pieces(columns, Width) / FewPanels, 1, TasksOfThread * threads);
        readonly int _rowTiles = Pieces(rows, Rows);

        int RowTasks => Math.Min(_rowTiles, Pieces(TasksOfThread * threads, 2 * _columnTasks));

        public int Tasks => _columnTasks * RowTasks;

        public void Execute(int task, int worker)
        {
            var (part, rowPart) = Math.DivRem(task, RowTasks);
            var (firstPanel, endPanel) = Share(_panels, part, _columnTasks);
            var (firstTile, endTile) = Share(_rowTiles, rowPart, RowTasks);
            var (first, end) = (firstPanel * Width, Math.Min(endPanel * Width, columns));
            var stride = (endPanel - firstPanel) * Width;
            var panels = scratch.PerThread(worker, Scratch.Piece.Panel, (long)stride * depth);
            for (var column = first; column < end; column += Width)
                Transposition.Run(b + (long)column * depth, depth, Math.Min(Width, columns - column), depth, panels + (long)(column - first) * depth, Width);
            var sums = scratch.PerThread(worker, Scratch.Piece.Sums, Rows * stride);
            var noSideWork = default(NoSideWork);
            for (var row = firstTile * Rows; row < Math.Min(endTile * Rows, rows); row += Rows)
            {
                var from = a + (long)row * depth;
                var valid = Math.Min(Rows, rows - row);
                for (var column = first; column < end; column += Width)
                {
                    var panel = panels + (long)(column - first) * depth;
                    if (survivors is not null) MultiplyTile(from, depth, valid, depth, panel, sums + (column - first), stride, Width, accumulate: false, ref noSideWork);
                    else MultiplyTile(from, depth, valid, depth, panel, c + (long)row * columns + column, columns, Math.Min(Width, columns - column), accumulate: false, ref noSideWork);
                }
                survivors?.Compress(sums, stride, row * columns + first, columns, valid, end - first, c);
            }
        }

        static (int First, int End) Share(int count, int part, int parts) => ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }

    /// <summary>Up to six rows of c (+)= a · one panel.</summary>
    /// <param name="width">number of the panel's columns that c has</param>
    static void MultiplyTile<TSide>(float* a, long stride, int rows, int run, float* panel, float* c, long ldc, int width, bool accumulate, ref TSide side) where TSide : struct, ISideWork
    {
        var columns = stackalloc int[RegisterTile<TLanes>.Columns];
        for (var j = 0; j < RegisterTile<TLanes>.Columns; j++) columns[j] = j * TLanes.Count;
        var pointers = stackalloc float*[Rows];
        for (var r = 0; r < Rows; r++) pointers[r] = r < rows ? a + r * stride : a;
        if (width == Width)
        {
            RegisterTile<TLanes>.Multiply(1, pointers, run, panel, c, ldc, columns, rows, accumulate, ref side);
            return;
        }
        var sums = stackalloc float[Rows * Width];
        RegisterTile<TLanes>.Multiply(1, pointers, run, panel, sums, Width, columns, rows, accumulate: false, ref side);
        for (var r = 0; r < rows; r++, c += ldc)
            for (var j = 0; j < width; j++) c[j] = accumulate ? c[j] + sums[r * Width + j] : sums[r * Width + j];
    }

    static int Pieces(int count, int size) => (count + size - 1) / size;
}
