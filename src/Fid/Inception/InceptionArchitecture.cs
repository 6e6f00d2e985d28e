namespace SparseGen.Fid;

/// <summary>
/// InceptionV3 (Szegedy et al. 2016, "Rethinking the Inception Architecture") as the FID is defined on it: the graph
/// published on 2015-12-05. Unlike later versions, average pooling does not count padding, the last block has maximum
/// pooling, and there are 1,008 classes and no auxiliary head. Layers are named as in the published PyTorch port.
/// </summary>
static class InceptionArchitecture
{
    /// <summary>Height and width of the input images.</summary>
    public const int ImageSize = 299;

    /// <summary>Channels of the last map, whose mean is "pool3": the features of the FID.</summary>
    public const int Features = 2048;

    public const int Classes = 1008;

    /// <summary>The layers between input images (3, 299, 299, N) and four successive maps with 64, 192, 768 and 2,048 channels.</summary>
    public static IReadOnlyList<Layer> Stages { get; } =
    [
        new Chain(
            Convolution("Conv2d_1a_3x3", 3, 32, 3, stride: 2),
            Convolution("Conv2d_2a_3x3", 32, 32, 3),
            Convolution("Conv2d_2b_3x3", 32, 64, 3, padding: 1),
            Downsample),
        new Chain(
            Convolution("Conv2d_3b_1x1", 64, 80, 1),
            Convolution("Conv2d_4a_3x3", 80, 192, 3),
            Downsample),
        new Chain(
            Mixed5("Mixed_5b", 192, pooled: 32),
            Mixed5("Mixed_5c", 256, pooled: 64),
            Mixed5("Mixed_5d", 288, pooled: 64),
            Mixed6a("Mixed_6a", 288),
            Mixed6("Mixed_6b", 768, middle: 128),
            Mixed6("Mixed_6c", 768, middle: 160),
            Mixed6("Mixed_6d", 768, middle: 160),
            Mixed6("Mixed_6e", 768, middle: 192)),
        new Chain(
            Mixed7a("Mixed_7a", 768),
            Mixed7("Mixed_7b", 1280, Average),
            Mixed7("Mixed_7c", 2048, new Pool(Largest: true, Stride: 1, Padding: 1))),
    ];

    static Pool Downsample => new(Largest: true, Stride: 2, Padding: 0);

    static Pool Average => new(Largest: false, Stride: 1, Padding: 1);

    static Branches Mixed5(string name, int channels, int pooled) => new(
        Convolution($"{name}.branch1x1", channels, 64, 1),
        new Chain(
            Convolution($"{name}.branch5x5_1", channels, 48, 1),
            Convolution($"{name}.branch5x5_2", 48, 64, 5, padding: 2)),
        new Chain(
            Convolution($"{name}.branch3x3dbl_1", channels, 64, 1),
            Convolution($"{name}.branch3x3dbl_2", 64, 96, 3, padding: 1),
            Convolution($"{name}.branch3x3dbl_3", 96, 96, 3, padding: 1)),
        new Chain(Average, Convolution($"{name}.branch_pool", channels, pooled, 1)));

    static Branches Mixed6a(string name, int channels) => new(
        Convolution($"{name}.branch3x3", channels, 384, 3, stride: 2),
        new Chain(
            Convolution($"{name}.branch3x3dbl_1", channels, 64, 1),
            Convolution($"{name}.branch3x3dbl_2", 64, 96, 3, padding: 1),
            Convolution($"{name}.branch3x3dbl_3", 96, 96, 3, stride: 2)),
        Downsample);

    static Branches Mixed6(string name, int channels, int middle) => new(
        Convolution($"{name}.branch1x1", channels, 192, 1),
        new Chain(
            Convolution($"{name}.branch7x7_1", channels, middle, 1),
            Row($"{name}.branch7x7_2", middle, middle, 7),
            Column($"{name}.branch7x7_3", middle, 192, 7)),
        new Chain(
            Convolution($"{name}.branch7x7dbl_1", channels, middle, 1),
            Column($"{name}.branch7x7dbl_2", middle, middle, 7),
            Row($"{name}.branch7x7dbl_3", middle, middle, 7),
            Column($"{name}.branch7x7dbl_4", middle, middle, 7),
            Row($"{name}.branch7x7dbl_5", middle, 192, 7)),
        new Chain(Average, Convolution($"{name}.branch_pool", channels, 192, 1)));

    static Branches Mixed7a(string name, int channels) => new(
        new Chain(
            Convolution($"{name}.branch3x3_1", channels, 192, 1),
            Convolution($"{name}.branch3x3_2", 192, 320, 3, stride: 2)),
        new Chain(
            Convolution($"{name}.branch7x7x3_1", channels, 192, 1),
            Row($"{name}.branch7x7x3_2", 192, 192, 7),
            Column($"{name}.branch7x7x3_3", 192, 192, 7),
            Convolution($"{name}.branch7x7x3_4", 192, 192, 3, stride: 2)),
        Downsample);

    static Branches Mixed7(string name, int channels, Pool pool) => new(
        Convolution($"{name}.branch1x1", channels, 320, 1),
        new Chain(
            Convolution($"{name}.branch3x3_1", channels, 384, 1),
            new Branches(
                Row($"{name}.branch3x3_2a", 384, 384, 3),
                Column($"{name}.branch3x3_2b", 384, 384, 3))),
        new Chain(
            Convolution($"{name}.branch3x3dbl_1", channels, 448, 1),
            Convolution($"{name}.branch3x3dbl_2", 448, 384, 3, padding: 1),
            new Branches(
                Row($"{name}.branch3x3dbl_3a", 384, 384, 3),
                Column($"{name}.branch3x3dbl_3b", 384, 384, 3))),
        new Chain(pool, Convolution($"{name}.branch_pool", channels, 192, 1)));

    static Convolve Convolution(string name, int from, int to, int kernel, int stride = 1, int padding = 0) =>
        new(name, from, to, (kernel, kernel), (stride, stride), (padding, padding));

    /// <summary>A convolution with a kernel of one row that keeps the size of the map.</summary>
    static Convolve Row(string name, int from, int to, int width) => new(name, from, to, (1, width), (1, 1), (0, width / 2));

    /// <summary>A convolution with a kernel of one column that keeps the size of the map.</summary>
    static Convolve Column(string name, int from, int to, int height) => new(name, from, to, (height, 1), (1, 1), (height / 2, 0));
}
