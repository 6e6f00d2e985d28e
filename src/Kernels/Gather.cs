namespace SparseGen.Kernels;

/// <summary>Forward and BackwardData in one form: every pixel of a target image is a weighted sum of pixels of a source image, its taps.</summary>
/// <remarks>
/// The target is divided into phases (target pixel modulo target stride), because within a phase every pixel has the same taps.
/// Forward has one phase and steps through the source with the stride; BackwardData has up to sh·sw phases and steps through
/// the source with stride 1. Pixel (i, j) of a phase is at (Row0 + i·TargetStride, …) in the target, and its tap (dh, dw) at
/// (i·SourceStride + dh, …) in the source, which is zero outside the image.
/// </remarks>
sealed class Gather
{
    /// <summary>One tap: its row and column in the source relative to the pixel, and its position in the kernel, u·Kw + v.</summary>
    public readonly record struct Tap(int Row, int Column, int Kernel);

    /// <summary>Target pixels that have the same taps.</summary>
    public sealed class Phase
    {
        public required int Row0 { get; init; }
        public required int Column0 { get; init; }
        public required int Rows { get; init; }
        public required int Columns { get; init; }
        public required Tap[] Taps { get; init; }
    }

    readonly int _targetStep;
    readonly int _sourceStep;

    Gather(in ConvolutionShape shape, bool forward)
    {
        Shape = shape;
        IsForward = forward;
        Batch = shape.Batch;
        KernelArea = shape.KernelHeight * shape.KernelWidth;
        (SourceChannels, SourceHeight, SourceWidth) = (shape.InChannels, shape.Height, shape.Width);
        (TargetChannels, TargetHeight, TargetWidth) = (shape.OutChannels, shape.OutHeight, shape.OutWidth);
        (SourceStrideHeight, SourceStrideWidth, TargetStrideHeight, TargetStrideWidth) = (shape.StrideHeight, shape.StrideWidth, 1, 1);
        (_targetStep, _sourceStep) = (shape.InChannels * KernelArea, KernelArea);
        if (!forward)
        {
            (SourceChannels, SourceHeight, SourceWidth, TargetChannels, TargetHeight, TargetWidth) =
                (TargetChannels, TargetHeight, TargetWidth, SourceChannels, SourceHeight, SourceWidth);
            (SourceStrideHeight, SourceStrideWidth, TargetStrideHeight, TargetStrideWidth) = (1, 1, shape.StrideHeight, shape.StrideWidth);
            (_targetStep, _sourceStep) = (_sourceStep, _targetStep);
        }
        var kernelWidth = shape.KernelWidth;
        var rows = Axis(shape.KernelHeight, shape.StrideHeight, shape.PadHeight, TargetHeight, forward);
        var columns = Axis(shape.KernelWidth, shape.StrideWidth, shape.PadWidth, TargetWidth, forward);
        Phases = new Phase[rows.Count * columns.Count];
        for (var i = 0; i < Phases.Length; i++)
        {
            var row = rows[i / columns.Count];
            var column = columns[i % columns.Count];
            Phases[i] = new Phase
            {
                Row0 = row.Origin, Rows = row.Count, Column0 = column.Origin, Columns = column.Count,
                Taps = [.. from u in row.Taps from v in column.Taps select new Tap(u.Offset, v.Offset, u.Kernel * kernelWidth + v.Kernel)],
            };
        }
    }

    public ConvolutionShape Shape { get; }
    public bool IsForward { get; }
    public int Batch { get; }
    public int KernelArea { get; }
    public int SourceChannels { get; }
    public int SourceHeight { get; }
    public int SourceWidth { get; }
    public int TargetChannels { get; }
    public int TargetHeight { get; }
    public int TargetWidth { get; }
    public int SourceStrideHeight { get; }
    public int SourceStrideWidth { get; }
    public int TargetStrideHeight { get; }
    public int TargetStrideWidth { get; }
    public Phase[] Phases { get; }

    /// <summary>Rows of the largest phase.</summary>
    public int GridRows => Phases.Max(static phase => phase.Rows);

    /// <summary>Columns of the largest phase.</summary>
    public int GridColumns => Phases.Max(static phase => phase.Columns);

    public static Gather Forward(in ConvolutionShape shape) => new(shape, forward: true);

    public static Gather BackwardData(in ConvolutionShape shape) => new(shape, forward: false);

    /// <summary>The C-order index of a weight.</summary>
    public int WeightIndex(int target, int source, int kernel) => target * _targetStep + source * _sourceStep + kernel;

    readonly record struct AxisPhase(int Origin, int Count, List<(int Offset, int Kernel)> Taps);

    /// <summary>The phases of one axis. Phases without taps are included, since their pixels have to be set to zero.</summary>
    static List<AxisPhase> Axis(int kernel, int stride, int padding, int targetSize, bool forward)
    {
        if (forward)
            return [new(0, targetSize, [.. Enumerable.Range(0, kernel).Select(u => (u - padding, u))])];
        var phases = new List<AxisPhase>();
        for (var origin = 0; origin < Math.Min(stride, targetSize); origin++)
        {
            // h = i·s − p + u, so of pixel h = origin + s·t the taps are u ≡ origin + p (mod s), with i = t + (origin + p − u)/s.
            var taps = new List<(int, int)>();
            for (var u = (origin + padding) % stride; u < kernel; u += stride) taps.Add(((origin + padding - u) / stride, u));
            phases.Add(new(origin, (targetSize - origin + stride - 1) / stride, taps));
        }
        return phases;
    }
}
