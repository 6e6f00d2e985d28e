namespace SparseGen.Kernels.Checks;

/// <summary>A convolution's geometry with its description: "17×(3, 5, 7) → 6, kernel (4, 4), stride (2, 2), padding (1, 1)".</summary>
/// <param name="Weight">(Cout, Cin, Kh, Kw), or (Fout, Fin) of a linear layer</param>
readonly record struct ConvolutionCase(string Words, ConvolutionShape Shape, Shape Weight)
{
    public static IEnumerable<ConvolutionCase> All =>
    [
        Convolution(1, (1, 1, 1), 1, kernel: (1, 1)),
        Convolution(17, (25, 1, 1), 33, kernel: (1, 1)),
        Convolution(16, (30, 5, 7), 12, kernel: (1, 1)),
        Convolution(64, (3, 1, 1), 24, kernel: (3, 3), padding: (1, 1)),
        Convolution(3, (3, 5, 7), 24, kernel: (3, 3), padding: (1, 1)),
        Convolution(100, (7, 6, 6), 11, kernel: (3, 3), padding: (1, 1)),
        Convolution(2, (40, 3, 3), 48, kernel: (3, 3), padding: (1, 1)),
        Convolution(64, (1, 5, 7), 8, kernel: (5, 3), padding: (2, 1)),
        Convolution(100, (3, 5, 7), 1, kernel: (1, 7), stride: (2, 1), padding: (0, 3)),
        Convolution(1, (24, 5, 7), 26, kernel: (7, 1), stride: (1, 2), padding: (3, 0)),
        Convolution(17, (2, 12, 3), 9, kernel: (5, 3), stride: (2, 1), padding: (1, 2)),

        // The stride does not divide the image, skips pixels that no tap reads, or exceeds the kernel.
        Convolution(17, (3, 5, 7), 6, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(16, (24, 5, 7), 3, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
        Convolution(33, (4, 7, 5), 6, kernel: (2, 2), stride: (2, 2)),
        Convolution(16, (3, 5, 7), 4, kernel: (1, 1), stride: (2, 2)),
        Convolution(5, (3, 6, 6), 4, kernel: (2, 2), stride: (3, 3)),
        Convolution(16, (7, 5, 7), 9, kernel: (1, 1), stride: (2, 2), padding: (1, 1)),
        Convolution(5, (6, 1, 1), 7, kernel: (1, 1), stride: (2, 2), padding: (1, 1)),
        Convolution(3, (5, 9, 8), 7, kernel: (3, 3), stride: (3, 3)),

        // The receptive fields of some output pixels lie entirely in the padding.
        Convolution(1, (3, 5, 7), 4, kernel: (3, 3), padding: (4, 4)),
        Convolution(16, (6, 5, 7), 5, kernel: (4, 4), stride: (3, 3), padding: (5, 2)),

        // DCGAN's layers with fewer channels.
        Convolution(64, (3, 16, 16), 8, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(16, (16, 8, 8), 32, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(64, (24, 4, 4), 1, kernel: (4, 4)),

        // Weights that several tasks pack in several blocks.
        Convolution(16, (61, 4, 4), 120, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(16, (61, 3, 3), 60, kernel: (3, 3), padding: (1, 1)),

        // An input larger than a second-level cache.
        Convolution(64, (48, 8, 8), 10, kernel: (3, 3), padding: (1, 1)),
        Convolution(64, (32, 16, 16), 6, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),

        // One image that the kernel covers: a matrix-vector product.
        Convolution(1, (40, 3, 3), 13, kernel: (3, 3)),
        Convolution(1, (9, 4, 2), 33, kernel: (4, 2), stride: (2, 2)),
        Linear(1, 1500, 7),

        Transposed(16, (8, 1, 1), 12, kernel: (4, 4)),
        Transposed(64, (12, 4, 4), 6, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Transposed(100, (1, 2, 3), 24, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),

        Transposed(17, (3, 5, 7), 4, kernel: (3, 3), stride: (2, 2), padding: (1, 1), outputPadding: (1, 1)),
        Transposed(3, (5, 3, 3), 2, kernel: (3, 3), stride: (3, 3), outputPadding: (2, 1)),
        Transposed(1, (24, 5, 7), 3, kernel: (5, 3), stride: (2, 1), padding: (2, 1), outputPadding: (1, 0)),

        Linear(1, 1, 1),
        Linear(64, 784, 128),
        Linear(16, 1024, 200),
        Linear(17, 200, 1024),
        Linear(100, 100, 10),
        Linear(3, 31, 65),

        // Sums over several blocks; sources gathered in panels of which the last is not full.
        Linear(64, 1500, 20),
        Linear(65, 1100, 12),
        Linear(300, 40, 70),
    ];

    /// <summary>
    /// Batches of 32 and 64 samples: fewer channels and terms than a tile, several row tiles and blocks of terms, each direction with one and several
    /// phases, pixels that no tap reaches, odd numbers of taps.
    /// </summary>
    public static IEnumerable<ConvolutionCase> Whole =>
    [
        Convolution(32, (1, 1, 1), 5, kernel: (1, 1)),
        Convolution(32, (3, 5, 7), 40, kernel: (3, 3), padding: (1, 1)),
        Convolution(64, (33, 6, 6), 70, kernel: (3, 3), padding: (1, 1)),
        Convolution(64, (40, 6, 6), 35, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(32, (130, 4, 4), 64, kernel: (3, 3), padding: (1, 1)),
        Convolution(64, (96, 4, 4), 33, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Convolution(32, (20, 5, 5), 9, kernel: (1, 1), stride: (2, 2)),
        Convolution(32, (17, 5, 6), 18, kernel: (2, 2), stride: (3, 3)),
        Convolution(32, (4, 5, 7), 5, kernel: (3, 3), padding: (4, 4)),
        Convolution(96, (16, 3, 3), 16, kernel: (5, 5), padding: (2, 2)),
        Transposed(64, (48, 4, 4), 3, kernel: (4, 4), stride: (2, 2), padding: (1, 1)),
        Transposed(32, (40, 1, 1), 37, kernel: (4, 4)),
        Linear(64, 1100, 70),
        Linear(32, 31, 65),
    ];

    static ConvolutionCase Convolution(int batch, (int Channels, int Height, int Width) image, int channels, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width) padding = default)
    {
        var weight = new Shape(channels, image.Channels, kernel.Height, kernel.Width);
        var input = new Shape(image.Channels, image.Height, image.Width, batch);
        return new($"{batch}×{image} → {channels}, {Steps(kernel, stride, padding)}",
            ConvolutionShape.Convolution(input, weight, stride ?? (1, 1), padding), weight);
    }

    static ConvolutionCase Transposed(int batch, (int Channels, int Height, int Width) image, int channels, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width) padding = default, (int Height, int Width) outputPadding = default)
    {
        var weight = new Shape(image.Channels, channels, kernel.Height, kernel.Width);
        var input = new Shape(image.Channels, image.Height, image.Width, batch);
        return new($"transposed {batch}×{image} → {channels}, {Steps(kernel, stride, padding)}, output padding {outputPadding}",
            ConvolutionShape.Transposed(input, weight, stride ?? (1, 1), padding, outputPadding), weight);
    }

    static ConvolutionCase Linear(int batch, int inFeatures, int outFeatures) =>
        new($"linear {batch}×{inFeatures} → {outFeatures}", ConvolutionShape.Linear(batch, inFeatures, outFeatures), new(outFeatures, inFeatures));

    static string Steps((int, int) kernel, (int, int)? stride, (int, int) padding) =>
        $"kernel {kernel}, stride {stride ?? (1, 1)}, padding {padding}";
}
