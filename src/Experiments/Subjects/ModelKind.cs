using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>A model as experiments use it: how it is constructed, its hyper-parameters at each scale, and its metrics.</summary>
/// <param name="Name">"linear-ae"</param>
/// <param name="Description">one line of text</param>
/// <param name="Image">(C, H, W) of its images</param>
/// <param name="Paper">its values in the paper</param>
/// <param name="Create">from device, seed, image shape and settings</param>
/// <param name="Settings">from the scale and the number of training images</param>
/// <param name="Metrics">unless a figure has its own, the most important first</param>
public sealed record ModelKind(
    string Name,
    string Description,
    Shape Image,
    PaperFigures Paper,
    Func<Device, ulong, Shape, Settings, Model> Create,
    Func<Scale, int, Settings> Settings,
    IReadOnlyList<Metric> Metrics)
{
    /// <summary>Late rewinding returns to the step at one twentieth of a training.</summary>
    const int RewindFraction = 20;

    const int PaperEpochs = 150;

    static readonly Shape Colour = new(3, 32, 32);

    /// <summary>Heights and widths of images that models of colour images take.</summary>
    static readonly int[] Sides = [32, 64];

    static readonly IReadOnlyList<Metric> Adversarial = [Metric.SampleQuality, Metric.DiscriminatorLoss];

    public static ModelKind LinearAutoencoder { get; } = new(
        "linear-ae",
        "784-128-784, ReLU, sigmoid",
        new Shape(1, 28, 28),
        new PaperFigures(0.2e6, 0.892),
        (device, seed, image, settings) => new LinearAutoencoder(device, seed, image, settings.Narrowing, settings.LearningRate),
        // Cheap enough for the paper's width and rounds at small scale.
        (scale, images) => At(scale, images, new Settings(), small: new Settings { Steps = 2_000 }),
        [Metric.ReconstructionLoss]);

    public static ModelKind ConvolutionalAutoencoder { get; } = new(
        "conv-ae",
        "conv 3-64-128-256, linear to 200 and back, mirrored; batch norm, ReLU, sigmoid",
        Colour,
        new PaperFigures(3e6, 0.956, OnCelebA: 0.985),
        (device, seed, image, settings) => new ConvolutionalAutoencoder(device, seed, image, settings.Narrowing, settings.LearningRate),
        (scale, images) => At(scale, images, new Settings(), small: Halved(steps: 2_000)),
        [Metric.ReconstructionLoss]);

    public static ModelKind Vae { get; } = Variational(
        "vae",
        "encoder as conv-ae's with two heads, decoder as dcgan's generator; z 128",
        new PaperFigures(5.6e6, 0.79),
        (device, seed, image, settings) => VariationalAutoencoder.Convolutional(device, seed, image, settings.Narrowing, beta: 1, settings.LearningRate));

    public static ModelKind BetaVae { get; } = Variational(
        "beta-vae",
        "vae with β = 4",
        new PaperFigures(5.6e6, 0.865),
        (device, seed, image, settings) => VariationalAutoencoder.Convolutional(device, seed, image, settings.Narrowing, beta: 4, settings.LearningRate));

    public static ModelKind ResidualVae { get; } = Variational(
        "resnet-vae",
        "residual blocks of 128 channels down to 4×4, two heads, and up again as resnet-dcgan's generator",
        new PaperFigures(2.8e6, 0.931),
        (device, seed, image, settings) => VariationalAutoencoder.Residual(device, seed, image, settings.Narrowing, beta: 1, settings.LearningRate));

    public static ModelKind Dcgan { get; } = Gan(
        "dcgan",
        "convT 128-512-256-128-3 against conv 3-128-256-512-1; batch norm, cross entropy",
        new PaperFigures(6.5e6, 0.832),
        (device, seed, image, settings) => new Dcgan(device, seed, image, settings.Narrowing, settings.LearningRate),
        learningRate: 2e-4);

    public static ModelKind Sngan { get; } = Gan(
        "sngan",
        "linear, convT 512-256-128-64, conv 3 against seven spectrally normalised convolutions and a linear; hinge, 5 critic updates a step",
        new PaperFigures(6.7e6, 0.892),
        (device, seed, image, settings) => new Sngan(device, seed, image, settings.Narrowing, settings.LearningRate),
        learningRate: 2e-4,
        updates: 5);

    public static ModelKind ResidualDcgan { get; } = Gan(
        "resnet-dcgan",
        "residual blocks of 128 channels in both networks; batch norm, cross entropy",
        new PaperFigures(2.2e6, 0.79),
        (device, seed, image, settings) => new ResidualDcgan(device, seed, image, settings.Narrowing, settings.LearningRate),
        learningRate: 2e-4);

    public static ModelKind Wgan { get; } = Gan(
        "wgan",
        "dcgan's networks, Wasserstein losses, critic clipped to ±0.01; RMSprop, 5 critic updates a step; each network pruned by itself",
        new PaperFigures(6.5e6, 0.737, OnCelebA: 0.59),
        (device, seed, image, settings) => new Wgan(device, seed, image, settings.Narrowing, settings.LearningRate),
        learningRate: 5e-5,
        updates: 5,
        poolNote: "weights are ranked in each network by itself, since the critic's are clipped to ±0.01 and would be the first to go; --pool global ranks all together, as the paper does");

    /// <summary>The variant of <see cref="Wgan"/> that --penalty selects.</summary>
    public static ModelKind WganPenalty { get; } = Gan(
        "wgan-gp",
        "wgan with a gradient penalty for the clipping and no batch norm in the critic; Adam",
        new PaperFigures(6.5e6, 0.737, OnCelebA: 0.59),
        (device, seed, image, settings) => new WganPenalty(device, seed, image, settings.Narrowing, settings.LearningRate),
        learningRate: 1e-4,
        updates: 5);

    /// <summary>Why the weights that are ranked together are not those of the paper; null if they are.</summary>
    public string? PoolNote { get; private init; }

    public static IReadOnlyList<ModelKind> All { get; } =
        [LinearAutoencoder, ConvolutionalAutoencoder, Vae, BetaVae, ResidualVae, Dcgan, Sngan, ResidualDcgan, Wgan, WganPenalty];

    /// <summary>This model on these data sets.</summary>
    public Subject On(params string[] dataSets) => new(this, dataSets);

    /// <summary>The data set in the image size of this model: for models that generate, grey images of 28×28 are padded to 32×32. Null if its images do not fit.</summary>
    public DataSet? Fit(DataSet data)
    {
        var image = new Shape(data.Train.Channels, data.Train.Height, data.Train.Width);
        if (image == Image || (Image[0] == 3 && image[0] == 3 && image[1] == image[2] && Sides.Contains(image[1]))) return data;
        var generates = Metrics.Contains(Metric.SampleQuality);
        return generates && image[0] == 1 && image[1] <= Image[1] && image[2] <= Image[2]
            ? new DataSet(data.Name, data.Train.Pad(Image[1], Image[2]), data.Test.Pad(Image[1], Image[2]))
            : null;
    }

    /// <summary>The shapes of images that <see cref="Fit"/> accepts, as text: "(3, 32, 32) or (3, 64, 64)".</summary>
    public string ImagesTaken => Image[0] == 3 ? string.Join(" or ", Sides.Select(side => new Shape(3, side, side))) : Image.ToString();

    static ModelKind Variational(string name, string description, PaperFigures paper, Func<Device, ulong, Shape, Settings, Model> create) =>
        new(name, description, Colour, paper, create, (scale, images) => At(scale, images, new Settings(), small: Halved(steps: 1_000)), [Metric.SampleQuality, Metric.ReconstructionLoss]);

    static ModelKind Gan(string name, string description, PaperFigures paper, Func<Device, ulong, Shape, Settings, Model> create, double learningRate, int updates = 1, string? poolNote = null) =>
        new(
            name,
            description,
            Colour,
            paper,
            create,
            (scale, images) => At(scale, images, new Settings { LearningRate = learningRate, Pool = poolNote is null ? Pool.Global : Pool.Network }, Halved(steps: updates == 1 ? 1_000 : 500), updates),
            Adversarial)
        {
            PoolNote = poolNote,
        };

    /// <summary>Settings at small scale: half the width, and rounds of 36 %, each of which equals two of the paper's rounds of 20 %.</summary>
    static Settings Halved(int steps) => new() { Narrowing = 2, Rounds = 10, Fraction = 0.36, Steps = steps };

    /// <param name="images">number of training images</param>
    /// <param name="own">the settings of the model that are the same at every scale</param>
    /// <param name="small">width, rounds and steps at small scale</param>
    /// <param name="batches">number of batches of a step</param>
    static Settings At(Scale scale, int images, Settings own, Settings small, int batches = 1)
    {
        var settings = scale switch
        {
            Scale.Smoke => own with { Narrowing = 8, Rounds = 2, Fraction = 0.36, Steps = 4, Batch = 16, Images = 256, EvaluationImages = 64, Samples = 64 },
            Scale.Small => own with { Narrowing = small.Narrowing, Rounds = small.Rounds, Fraction = small.Fraction, Steps = small.Steps, EvaluationImages = 2_048, Samples = 2_048 },
            _ => own with { Steps = PaperEpochs * (images / own.Batch) / batches },
        };
        return settings with { Rewind = Math.Max(1, settings.Steps.Index / RewindFraction) };
    }
}

/// <summary>A model and the data sets on which it is trained, separately on each.</summary>
public sealed record Subject(ModelKind Model, IReadOnlyList<string> DataSets);
