using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// BackwardWeights of BFloat16 with a dense weight: w[o, k] = Σ over pixels and samples of y[o, pixel, n] · x[k at pixel, n], k = (channel, tap).
/// </summary>
/// <remarks>
/// The terms are samples, of which pairs are contiguous in memory. x is copied into left factors: for 16 channels and 32 samples of a pixel one
/// block, so that a tap is an offset; in the padding it is a block of zeros. y is transposed, pair by pair, into right factors of 32 output
/// channels. The sums of a tile, 32 input × 32 output channels for one tap, run over all pixels without being stored.
/// </remarks>
static unsafe class PairWeights
{
    const int WantedTasks = 16;

    /// <summary>How one geometry is divided into tasks. A function of the shape only.</summary>
    public sealed class Plan
    {
        public Plan(in ConvolutionShape shape)
        {
            Shape = shape;
            Groups = shape.Batch / PairTile.StepTerms;
            Taps = shape.KernelHeight * shape.KernelWidth;
            Steps = shape.OutHeight * shape.OutWidth * Groups;
            ImageSteps = shape.Height * shape.Width * Groups;
            Blocks = PairPlan.Pieces(shape.InChannels, PairTile.BlockRows);
            Panels = PairPlan.Pieces(shape.OutChannels, PairTile.Columns);
            var tiles = PairPlan.Pieces(shape.InChannels, PairTile.Rows);
            TileGroups = Math.Clamp(PairPlan.Pieces(WantedTasks, Panels), 1, tiles);
            TilesInTask = PairPlan.Pieces(tiles, TileGroups);
            TileGroups = PairPlan.Pieces(tiles, TilesInTask);
            Offsets = GC.AllocateArray<nint>(Taps * Steps, pinned: true);
            var at = 0;
            for (var u = 0; u < shape.KernelHeight; u++)
                for (var v = 0; v < shape.KernelWidth; v++)
                    for (var i = 0; i < shape.OutHeight; i++)
                        for (var j = 0; j < shape.OutWidth; j++)
                        {
                            var (row, column) = (i * shape.StrideHeight - shape.PadHeight + u, j * shape.StrideWidth - shape.PadWidth + v);
                            var inside = (uint)row < (uint)shape.Height && (uint)column < (uint)shape.Width;
                            for (var g = 0; g < Groups; g++) Offsets[at++] = (nint)PairTile.BlockBytes * (inside ? (row * shape.Width + column) * Groups + g : ImageSteps);
                        }
        }

        public ConvolutionShape Shape { get; }

        /// <summary>Groups of 32 samples.</summary>
        public int Groups { get; }

        public int Taps { get; }

        /// <summary>Pixels of the output × groups of samples.</summary>
        public int Steps { get; }

        /// <summary>Pixels of the input × groups of samples.</summary>
        public int ImageSteps { get; }

        /// <summary>Blocks of 16 input channels.</summary>
        public int Blocks { get; }

        /// <summary>Panels of 32 output channels.</summary>
        public int Panels { get; }

        /// <summary>Tiles of 32 input channels that a task computes.</summary>
        public int TilesInTask { get; }

        public int TileGroups { get; }

        /// <summary>For each tap and step the offset of x in a block of channels.</summary>
        public nint[] Offsets { get; }

        /// <summary>Bytes of x for 16 channels, with a block of zeros at the end.</summary>
        public long BlockBytes => (ImageSteps + 1L) * PairTile.BlockBytes;

        /// <summary>Bytes of y for 32 output channels.</summary>
        public long PanelBytes => (long)Steps * PairTile.StepBytes;
    }

    /// <param name="y">gradient of the output image</param>
    /// <param name="weights">overwritten: the gradients of all weights, or of the survivors of a pattern</param>
    /// <param name="survivors">null if dense</param>
    public static void Run(Plan plan, PairUnit unit, WorkerTeam team, Scratch scratch, BFloat16* x, BFloat16* y, float* weights, SurvivorMap? survivors)
    {
        var blocks = (byte*)scratch.Shared(Scratch.Piece.Rows, plan.Blocks * plan.BlockBytes / sizeof(float));
        var panels = (byte*)scratch.Shared(Scratch.Piece.Panel, plan.Panels * plan.PanelBytes / sizeof(float));
        team.Run(new CopyBlocks(plan, x, blocks), plan.Blocks * CopyBlocks.PartsOf(plan));
        team.Run(new Transpose(plan, y, panels), plan.Panels * Transpose.PartsOf(plan));
        team.Run(new Accumulate(plan, unit, scratch, blocks, panels, weights, survivors), plan.Panels * plan.TileGroups);
    }

    /// <summary>x (channel, pixel, N) → (block of channels, pixel, group of samples) blocks of 16 rows of 32 samples.</summary>
    readonly struct CopyBlocks(Plan plan, BFloat16* x, byte* blocks) : IJob
    {
        const int StepsInTask = 128;

        public static int PartsOf(Plan plan) => PairPlan.Pieces(plan.ImageSteps, StepsInTask);

        public void Execute(int task, int worker)
        {
            var (block, part) = Math.DivRem(task, PartsOf(plan));
            var channels = Math.Min(PairTile.BlockRows, plan.Shape.InChannels - block * PairTile.BlockRows);
            var channel = (long)plan.ImageSteps * PairTile.StepTerms;
            var end = Math.Min(plan.ImageSteps, (part + 1) * StepsInTask);
            for (var step = part * StepsInTask; step < end; step++)
            {
                var from = x + block * PairTile.BlockRows * channel + (long)step * PairTile.StepTerms;
                var to = blocks + block * plan.BlockBytes + (long)step * PairTile.BlockBytes;
                for (var c = 0; c < channels; c++, from += channel, to += PairTile.RowBytes) Vector512.Load((ushort*)from).Store((ushort*)to);
                new Span<byte>(to, (PairTile.BlockRows - channels) * PairTile.RowBytes).Clear();
            }
            if (end == plan.ImageSteps) new Span<byte>(blocks + block * plan.BlockBytes + (long)end * PairTile.BlockBytes, PairTile.BlockBytes).Clear();
        }
    }

    /// <summary>y (channel, pixel, N) → (panel, pixel, pair of samples, channel), zeros for channels past the last.</summary>
    readonly struct Transpose(Plan plan, BFloat16* y, byte* panels) : IJob
    {
        const int StepsInTask = 64, Pairs = PairTile.StepTerms / 2;

        public static int PartsOf(Plan plan) => PairPlan.Pieces(plan.Steps, StepsInTask);

        public void Execute(int task, int worker)
        {
            var (panel, part) = Math.DivRem(task, PartsOf(plan));
            var first = panel * PairTile.Columns;
            var channels = Math.Min(PairTile.Columns, plan.Shape.OutChannels - first);
            var channelPairs = (long)plan.Steps * Pairs;
            for (var step = part * StepsInTask; step < Math.Min(plan.Steps, (part + 1) * StepsInTask); step++)
                Transposition.Run((float*)y + first * channelPairs + (long)step * Pairs, channelPairs, channels, Pairs, (float*)(panels + panel * plan.PanelBytes + (long)step * PairTile.StepBytes), PairTile.Columns);
        }
    }

    readonly struct Accumulate(Plan plan, PairUnit unit, Scratch scratch, byte* blocks, byte* panels, float* weights, SurvivorMap? survivors) : IJob
    {
        public void Execute(int task, int worker)
        {
            var (panel, group) = Math.DivRem(task, plan.TileGroups);
            var sums = scratch.PerThread(worker, Scratch.Piece.Sums, (long)plan.Taps * PairTile.SumsBytes / sizeof(float));
            var end = Math.Min((group + 1) * plan.TilesInTask * PairTile.Rows, plan.Shape.InChannels);
            for (var channel = group * plan.TilesInTask * PairTile.Rows; channel < end; channel += PairTile.Rows)
            {
                var block = channel / PairTile.BlockRows;
                fixed (nint* offsets = plan.Offsets)
                    for (var tap = 0; tap < plan.Taps; tap++)
                    {
                        var arguments = new PairTileArguments
                        {
                            Sums = sums + tap * (PairTile.SumsBytes / sizeof(float)), SumsRow = PairTile.Columns * sizeof(float),
                            // Without a second block the first is multiplied twice; its rows are not read.
                            Left = blocks + block * plan.BlockBytes, LeftSecond = block + 1 < plan.Blocks ? (nint)plan.BlockBytes : 0, LeftSteps = offsets + tap * plan.Steps,
                            Right = panels + panel * plan.PanelBytes, Steps = plan.Steps, Tiles = 1,
                        };
                        PairTile.Multiply(unit, ref arguments);
                    }
                Finish(worker, sums, panel, channel, Math.Min(PairTile.Rows, plan.Shape.InChannels - channel));
            }
        }

        /// <summary>Writes sums (tap, channel, output) to the gradient of the weight (output, channel, tap).</summary>
        void Finish(int worker, float* sums, int panel, int channel, int channels)
        {
            var first = panel * PairTile.Columns;
            var outputs = Math.Min(PairTile.Columns, plan.Shape.OutChannels - first);
            var (row, terms) = (plan.Shape.InChannels * plan.Taps, channels * plan.Taps);
            var place = first * row + channel * plan.Taps;
            var to = survivors is null ? weights + place : scratch.PerThread(worker, Scratch.Piece.Values, (long)outputs * terms);
            var stride = survivors is null ? row : terms;
            if (plan.Taps == 1) Transposition.Run(sums, PairTile.Columns, channels, outputs, to, stride, pad: false);
            else
                for (var c = 0; c < channels; c++) Transposition.Run(sums + c * PairTile.Columns, PairTile.SumsBytes / sizeof(float), plan.Taps, outputs, to + c * plan.Taps, stride, pad: false);
            survivors?.Compress(to, terms, place, row, outputs, terms, weights);
        }
    }
}
