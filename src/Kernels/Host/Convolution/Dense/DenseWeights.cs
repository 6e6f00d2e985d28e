namespace SparseGen.Kernels.Host;

/// <summary>
/// BackwardWeights of a dense weight: w[o, k] = Σ over pixels and batch of y[o, pixel, n] · x[k at pixel, n], k = (channel, tap).
/// </summary>
/// <remarks>
/// The lanes are output channels: y is transposed once into panels of (pixel, n) × channels. x, whose samples n are contiguous,
/// is broadcast from its place in memory; taps outside the image read zeros. Thus only y is packed, the batch size need not be
/// a multiple of the lanes, and the sums stay in L2 in transposed order (k, o). A thin weight, of few input channels, is too
/// small to be divided among tasks. Its pixels are divided instead: each task transposes its part of y directly before use, and
/// the parts' sums are added at the end.
/// </remarks>
static unsafe class DenseWeights<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int Rows = RegisterTile<TLanes>.Rows;

    /// <summary>Terms of a sum between loading and storing the unfinished sums. 256 × 4 vectors of y have 64 KiB.</summary>
    const int Depth = 256;

    /// <summary>The most sums of a task: 128 KiB, a part of L2.</summary>
    const int MostSums = 32 * 1024;

    const int WantedTasks = 16;

    /// <summary>A weight with at most so many terms per output channel is thin.</summary>
    const int MostThinTerms = 64;

    /// <summary>How one geometry is divided into tasks. A function of the shape only.</summary>
    public sealed class Plan
    {
        public Plan(in ConvolutionShape shape)
        {
            Shape = shape;
            PanelChannels = RegisterTile<TLanes>.Columns * TLanes.Count;
            Panels = (shape.OutChannels + PanelChannels - 1) / PanelChannels;
            Pixels = shape.OutHeight * shape.OutWidth;
            var chunks = (shape.Batch + Depth - 1) / Depth;
            Lanes = (shape.Batch + chunks - 1) / chunks;
            LaneChunks = (shape.Batch + Lanes - 1) / Lanes;
            PixelsInBlock = Math.Clamp(Depth / Lanes, 1, Pixels);
            var taps = shape.KernelHeight * shape.KernelWidth;
            // The sums of a task should stay in L2, and there should be at least one task per thread.
            var most = Math.Max(1, MostSums / (taps * PanelChannels));
            var groups = Math.Max((shape.InChannels + most - 1) / most, Math.Min(shape.InChannels, (WantedTasks + Panels - 1) / Panels));
            ChannelsInTask = (shape.InChannels + groups - 1) / groups;
            // A tile computes six k at a time, so that a task with few k wastes part of its last tile.
            while (ChannelsInTask * taps < 4 * Rows && ChannelsInTask < shape.InChannels) ChannelsInTask++;
            Parts = 1;
            if (shape.InChannels * taps <= MostThinTerms && Pixels > 1)
            {
                ChannelsInTask = shape.InChannels;
                Parts = Math.Clamp(WantedTasks / Panels, 1, Pixels);
            }
            ChannelGroups = (shape.InChannels + ChannelsInTask - 1) / ChannelsInTask;
            SumTiles = (ChannelsInTask * taps + Rows - 1) / Rows;
        }

        public ConvolutionShape Shape { get; }
        public int PanelChannels { get; }
        public int Panels { get; }
        public int Pixels { get; }
        public int Lanes { get; }
        public int LaneChunks { get; }
        public int PixelsInBlock { get; }
        public int ChannelsInTask { get; }
        public int ChannelGroups { get; }
        public int SumTiles { get; }

        /// <summary>The number of parts into which the pixels are divided. If it exceeds one, <see cref="ChannelGroups"/> is one.</summary>
        public int Parts { get; }

        public long SumFloats => (long)SumTiles * Rows * PanelChannels;
        public long PanelFloats => (long)Pixels * Shape.Batch * PanelChannels;
    }

    /// <param name="y">gradient of the output image</param>
    /// <param name="weights">overwritten: the gradients of all weights, or of the survivors of a pattern</param>
    /// <param name="survivors">null if dense</param>
    public static void Run(Plan plan, WorkerTeam team, Scratch scratch, float* x, float* y, float* weights, SurvivorMap? survivors)
    {
        if (plan.Parts > 1)
        {
            var sums = scratch.Shared(Scratch.Piece.Sums, plan.Panels * plan.Parts * plan.SumFloats);
            team.Run(new Accumulate(plan, scratch, x, y, null, sums, weights, survivors), plan.Panels * plan.Parts);
            team.Run(new AddParts(plan, scratch, sums, weights, survivors), plan.Panels);
            return;
        }
        var panels = scratch.Shared(Scratch.Piece.Panel, plan.Panels * plan.PanelFloats);
        team.Run(new Transpose(plan, y, panels), plan.Panels * plan.Pixels);
        team.Run(new Accumulate(plan, scratch, x, y, panels, null, weights, survivors), plan.Panels * plan.ChannelGroups);
    }

    /// <summary>
    /// One pixel and chunk of lanes of y (Cout, pixel, N) → (n, channel) for the channels of a panel; zeros for channels past
    /// the last.
    /// </summary>
    static void TransposePixel(Plan plan, float* y, int panel, int pixel, int n0, int lanes, float* to)
    {
        var shape = plan.Shape;
        var first = panel * plan.PanelChannels;
        var plane = (long)plan.Pixels * shape.Batch;
        Transposition.Run(y + first * plane + (long)pixel * shape.Batch + n0, plane, Math.Min(plan.PanelChannels, shape.OutChannels - first), lanes, to, plan.PanelChannels);
    }

    /// <summary>Writes the sums (k, o) of a panel and a group of input channels to the weights' gradient.</summary>
    static void Finish(Plan plan, Scratch scratch, int worker, float* sums, int panel, int group, float* weights, SurvivorMap? survivors)
    {
        var shape = plan.Shape;
        var taps = shape.KernelHeight * shape.KernelWidth;
        var firstChannel = group * plan.ChannelsInTask;
        var terms = Math.Min(plan.ChannelsInTask, shape.InChannels - firstChannel) * taps;
        var first = panel * plan.PanelChannels;
        var outputs = Math.Min(plan.PanelChannels, shape.OutChannels - first);
        var (row, place) = (shape.InChannels * taps, first * shape.InChannels * taps + firstChannel * taps);
        if (survivors is null)
        {
            Transposition.Run(sums, plan.PanelChannels, terms, outputs, weights + place, row, pad: false);
            return;
        }
        var dense = scratch.PerThread(worker, Scratch.Piece.Values, (long)outputs * terms);
        Transposition.Run(sums, plan.PanelChannels, terms, outputs, dense, terms, pad: false);
        survivors.Compress(dense, terms, place, row, outputs, terms, weights);
    }

    /// <summary>y → (pixel, n, channel), for each panel of output channels and chunk of lanes.</summary>
    readonly struct Transpose(Plan plan, float* y, float* panels) : IJob
    {
        public void Execute(int task, int worker)
        {
            var (panel, pixel) = Math.DivRem(task, plan.Pixels);
            for (var n0 = 0; n0 < plan.Shape.Batch; n0 += plan.Lanes)
            {
                var lanes = Math.Min(plan.Lanes, plan.Shape.Batch - n0);
                TransposePixel(plan, y, panel, pixel, n0, lanes, panels + panel * plan.PanelFloats + ((long)n0 * plan.Pixels + (long)pixel * lanes) * plan.PanelChannels);
            }
        }
    }

    /// <summary>Adds the sums of all parts of the pixels, in order.</summary>
    readonly struct AddParts(Plan plan, Scratch scratch, float* sums, float* weights, SurvivorMap? survivors) : IJob
    {
        public void Execute(int task, int worker)
        {
            var first = sums + task * plan.Parts * plan.SumFloats;
            for (var part = 1; part < plan.Parts; part++)
                for (long i = 0; i < plan.SumFloats; i += TLanes.Count)
                    (TLanes.Load(first + i) + TLanes.Load(first + part * plan.SumFloats + i)).Store(first + i);
            Finish(plan, scratch, worker, first, task, 0, weights, survivors);
        }
    }

    /// <param name="y">gradient of the output image</param>
    /// <param name="panels">y, transposed; null if each task transposes its part</param>
    /// <param name="partSums">receives the sums of each part of the pixels; null if there is one part</param>
    /// <param name="weights">overwritten if there is one part</param>
    /// <param name="survivors">null if dense</param>
    readonly struct Accumulate(Plan plan, Scratch scratch, float* x, float* y, float* panels, float* partSums, float* weights, SurvivorMap? survivors) : IJob
    {
        public void Execute(int task, int worker)
        {
            var shape = plan.Shape;
            var (panel, rest) = Math.DivRem(task, plan.ChannelGroups * plan.Parts);
            var (group, part) = plan.Parts > 1 ? (0, rest) : (rest, 0);
            var (firstPixel, endPixel) = ((int)((long)plan.Pixels * part / plan.Parts), (int)((long)plan.Pixels * (part + 1) / plan.Parts));
            var firstChannel = group * plan.ChannelsInTask;
            var channels = Math.Min(plan.ChannelsInTask, shape.InChannels - firstChannel);
            var taps = shape.KernelHeight * shape.KernelWidth;
            var terms = channels * taps;
            var sumTiles = (terms + Rows - 1) / Rows;
            var sums = partSums is null ? scratch.PerThread(worker, Scratch.Piece.Sums, plan.SumFloats) : partSums + task * plan.SumFloats;
            var zeros = scratch.PerThread(worker, Scratch.Piece.Panel, Depth + (long)plan.PixelsInBlock * plan.Lanes * plan.PanelChannels);
            new Span<float>(zeros, Depth).Clear();

            // For each pixel of a block and each tap: the address of x in channel 0, and the distance to the next channel (0 in the padding).
            var tapPointers = (float**)scratch.PerThread(worker, Scratch.Piece.Table, 4L * plan.PixelsInBlock * (taps + Rows));
            var tapSteps = (long*)(tapPointers + plan.PixelsInBlock * taps);
            var pointers = (float**)(tapSteps + plan.PixelsInBlock * taps);
            var columns = stackalloc int[RegisterTile<TLanes>.Columns];
            for (var j = 0; j < RegisterTile<TLanes>.Columns; j++) columns[j] = j * TLanes.Count;

            var b = panels + panel * plan.PanelFloats;
            var accumulate = false;
            for (var n0 = 0; n0 < shape.Batch; n0 += plan.Lanes)
            {
                var lanes = Math.Min(plan.Lanes, shape.Batch - n0);
                for (var pixel = firstPixel; pixel < endPixel; pixel += plan.PixelsInBlock)
                {
                    var pixels = Math.Min(plan.PixelsInBlock, endPixel - pixel);
                    if (panels is null)
                    {
                        b = zeros + Depth;
                        for (var s = 0; s < pixels; s++) TransposePixel(plan, y, panel, pixel + s, n0, lanes, b + s * lanes * plan.PanelChannels);
                    }
                    Locate(firstChannel, n0, pixel, pixels, zeros, tapPointers, tapSteps);
                    SetPointers(0, terms, pixels, zeros, tapPointers, tapSteps, pointers);
                    for (var tile = 0; tile < sumTiles; tile++)
                    {
                        // The pointers of the next tile follow those of this one: during the multiplication of a pixel, x of the next pixel is
                        // prefetched.
                        SetPointers(tile + 1, terms, pixels, zeros, tapPointers, tapSteps, pointers + pixels * Rows);
                        var prefetch = new Prefetch(pointers + Rows, pixels * Rows);
                        RegisterTile<TLanes>.Multiply(
                            pixels, pointers, lanes, b, sums + (long)tile * Rows * plan.PanelChannels, plan.PanelChannels, columns,
                            Math.Min(Rows, terms - tile * Rows), accumulate, ref prefetch);
                        for (var r = 0; r < pixels * Rows; r++) pointers[r] = (pointers + pixels * Rows)[r];
                    }
                    b += (long)pixels * lanes * plan.PanelChannels;
                    accumulate = true;
                }
            }
            if (partSums is null) Finish(plan, scratch, worker, sums, panel, group, weights, survivors);
        }

        /// <summary>For each pixel the addresses of x for the six terms of a tile; zeros for terms past the last.</summary>
        void SetPointers(int tile, int terms, int pixels, float* zeros, float** tapPointers, long* tapSteps, float** pointers)
        {
            var taps = plan.Shape.KernelHeight * plan.Shape.KernelWidth;
            var (channel, tap) = Math.DivRem(tile * Rows, taps);
            for (var r = 0; r < Rows; r++)
            {
                for (var s = 0; s < pixels; s++)
                    pointers[s * Rows + r] = tile * Rows + r < terms ? tapPointers[s * taps + tap] + channel * tapSteps[s * taps + tap] : zeros;
                if (++tap == taps) (channel, tap) = (channel + 1, 0);
            }
        }

        void Locate(int firstChannel, int n0, int firstPixel, int pixels, float* zeros, float** tapPointers, long* tapSteps)
        {
            var shape = plan.Shape;
            var plane = (long)shape.Height * shape.Width * shape.Batch;
            for (var s = 0; s < pixels; s++)
            {
                var (i, j) = Math.DivRem(firstPixel + s, shape.OutWidth);
                for (var u = 0; u < shape.KernelHeight; u++)
                    for (var v = 0; v < shape.KernelWidth; v++)
                    {
                        var row = i * shape.StrideHeight - shape.PadHeight + u;
                        var column = j * shape.StrideWidth - shape.PadWidth + v;
                        var inside = (uint)row < (uint)shape.Height && (uint)column < (uint)shape.Width;
                        *tapPointers++ = inside ? x + firstChannel * plane + ((long)row * shape.Width + column) * shape.Batch + n0 : zeros;
                        *tapSteps++ = inside ? plane : 0;
                    }
            }
        }
    }
}
