namespace SparseGen.Kernels;

/// <summary>
/// The geometry of one contraction: x is (Cin, H, W, N), y is (Cout, Hout, Wout, N), w is (Cout, Cin, Kh, Kw), and y[o,i,j,n] =
/// Σ w[o,c,u,v] · x[c, i·sh−ph+u, j·sw−pw+v, n]. A transposed convolution is the same geometry with x and y exchanged: its
/// input is y, its output x, and its weight (in, out, kh, kw) is w unchanged. Its output padding selects H and W among the
/// sizes that have the same Hout and Wout. A linear layer has 1×1 images and a 1×1 kernel.
/// </summary>
public readonly record struct ConvolutionShape
{
    public int Batch { get; private init; }
    public int InChannels { get; private init; }
    public int Height { get; private init; }
    public int Width { get; private init; }
    public int OutChannels { get; private init; }
    public int OutHeight { get; private init; }
    public int OutWidth { get; private init; }
    public int KernelHeight { get; private init; }
    public int KernelWidth { get; private init; }
    public int StrideHeight { get; private init; }
    public int StrideWidth { get; private init; }
    public int PadHeight { get; private init; }
    public int PadWidth { get; private init; }

    /// <summary>(Cin, H, W, N)</summary>
    public Shape Input => new(InChannels, Height, Width, Batch);

    /// <summary>(Cout, Hout, Wout, N)</summary>
    public Shape Output => new(OutChannels, OutHeight, OutWidth, Batch);

    /// <summary>(Cout, Cin, Kh, Kw)</summary>
    public Shape Weight => new(OutChannels, InChannels, KernelHeight, KernelWidth);

    /// <summary>Whether this is a linear layer: a product of matrices.</summary>
    internal bool IsLinear => this is { Height: 1, Width: 1, OutHeight: 1, OutWidth: 1, KernelHeight: 1, KernelWidth: 1, PadHeight: 0, PadWidth: 0 };

    /// <summary>Floating-point operations of one direction, two per multiply-add, taps in the padding counted.</summary>
    public double Flops => 2.0 * Batch * OutChannels * OutHeight * OutWidth * InChannels * KernelHeight * KernelWidth;

    /// <summary>Floating-point operations of one direction, two per multiply-add, taps in the padding not counted.</summary>
    public double FlopsInBounds => 2.0 * Batch * OutChannels * InChannels
        * TapsInBounds(Height, OutHeight, KernelHeight, StrideHeight, PadHeight).Sum()
        * TapsInBounds(Width, OutWidth, KernelWidth, StrideWidth, PadWidth).Sum();

    /// <summary>
    /// Floating-point operations of one direction with surviving weights only, two per multiply-add, taps in the padding not
    /// counted.
    /// </summary>
    /// <param name="pattern">of a weight with as many entries as <see cref="Weight"/></param>
    public double FlopsOfSurvivors(Pattern pattern)
    {
        var rows = TapsInBounds(Height, OutHeight, KernelHeight, StrideHeight, PadHeight);
        var columns = TapsInBounds(Width, OutWidth, KernelWidth, StrideWidth, PadWidth);
        double taps = 0;
        foreach (var index in pattern.Indices)
        {
            var tap = index % (KernelHeight * KernelWidth);
            taps += rows[tap / KernelWidth] * columns[tap % KernelWidth];
        }
        return 2.0 * Batch * taps;
    }

    /// <summary>A convolution of x (Cin, H, W, N) with w (Cout, Cin, Kh, Kw).</summary>
    /// <exception cref="ArgumentException">The channels differ, the kernel exceeds the padded image, or a stride or padding is out of range.</exception>
    public static ConvolutionShape Convolution(in Shape x, in Shape w, (int Height, int Width) stride, (int Height, int Width) padding)
    {
        Ranks(x, w);
        if (x[0] != w[1])
            throw new ArgumentException($"A convolution of x {x} with w {w}: x has {x[0]} channels, w takes {w[1]}.");
        Steps(stride, padding);
        var height = x[1] + 2 * padding.Height - w[2];
        var width = x[2] + 2 * padding.Width - w[3];
        if (height < 0 || width < 0)
            throw new ArgumentException($"A convolution of x {x} with w {w}: the kernel is larger than the image with padding {padding}.");
        return new()
        {
            Batch = x[3], InChannels = x[0], Height = x[1], Width = x[2],
            OutChannels = w[0], OutHeight = height / stride.Height + 1, OutWidth = width / stride.Width + 1,
            KernelHeight = w[2], KernelWidth = w[3],
            StrideHeight = stride.Height, StrideWidth = stride.Width, PadHeight = padding.Height, PadWidth = padding.Width,
        };
    }

    /// <summary>
    /// A transposed convolution of y (in, Hin, Win, N) with w (in, out, Kh, Kw) to x (out, (Hin−1)·sh − 2ph + Kh + output
    /// padding, …, N). <see cref="Output"/> is its input, <see cref="Input"/> its output.
    /// </summary>
    /// <exception cref="ArgumentException">The channels differ, the output would be empty, or the output padding is not smaller than the stride.</exception>
    public static ConvolutionShape Transposed(in Shape y, in Shape w, (int Height, int Width) stride, (int Height, int Width) padding, (int Height, int Width) outputPadding = default)
    {
        Ranks(y, w);
        if (y[0] != w[0])
            throw new ArgumentException($"A transposed convolution of {y} with w {w}: the input has {y[0]} channels, w takes {w[0]}.");
        Steps(stride, padding);
        if (outputPadding.Height < 0 || outputPadding.Width < 0 || outputPadding.Height >= stride.Height || outputPadding.Width >= stride.Width)
            throw new ArgumentException($"Output padding {outputPadding} must be at least 0 and smaller than the stride {stride}.");
        var height = (y[1] - 1) * stride.Height - 2 * padding.Height + w[2] + outputPadding.Height;
        var width = (y[2] - 1) * stride.Width - 2 * padding.Width + w[3] + outputPadding.Width;
        if (height < 1 || width < 1)
            throw new ArgumentException($"A transposed convolution of {y} with w {w}, padding {padding}: the output would be empty.");
        return new()
        {
            Batch = y[3], InChannels = w[1], Height = height, Width = width,
            OutChannels = y[0], OutHeight = y[1], OutWidth = y[2],
            KernelHeight = w[2], KernelWidth = w[3],
            StrideHeight = stride.Height, StrideWidth = stride.Width, PadHeight = padding.Height, PadWidth = padding.Width,
        };
    }

    /// <summary>A linear layer from x (Fin, N) to y (Fout, N) with w (Fout, Fin), as a convolution of 1×1 images.</summary>
    public static ConvolutionShape Linear(int batch, int inFeatures, int outFeatures) =>
        Convolution(new Shape(inFeatures, 1, 1, batch), new Shape(outFeatures, inFeatures, 1, 1), (1, 1), (0, 0));

    static void Ranks(in Shape x, in Shape w)
    {
        if (x.Rank != 4 || w.Rank != 4)
            throw new ArgumentException($"A convolution takes an input (C, H, W, N) and a weight (out, in, kh, kw), not {x} and {w}.");
    }

    static void Steps((int Height, int Width) stride, (int Height, int Width) padding)
    {
        if (stride.Height < 1 || stride.Width < 1) throw new ArgumentException($"Stride {stride} must be at least 1.");
        if (padding.Height < 0 || padding.Width < 0) throw new ArgumentException($"Padding {padding} must not be negative.");
    }

    /// <summary>For each row (column) of the kernel, the number of output rows (columns) at which it lies inside the image.</summary>
    static double[] TapsInBounds(int size, int outSize, int kernel, int stride, int padding)
    {
        var taps = new double[kernel];
        for (var i = 0; i < outSize; i++)
            for (var u = 0; u < kernel; u++)
                if ((uint)(i * stride - padding + u) < (uint)size) taps[u]++;
        return taps;
    }
}
