using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>A model of the zoo as experiments use it: how it is made, and by which hyper-parameters it is trained at each scale.</summary>
/// <param name="Name">"linear-ae"</param>
/// <param name="Description">a line</param>
/// <param name="Image">(C, H, W): the images it is for</param>
/// <param name="Create">from device, seed, image shape and settings</param>
/// <param name="Settings">at a scale, for so many training images</param>
public sealed record ModelKind(
    string Name,
    string Description,
    Shape Image,
    Func<Device, ulong, Shape, Settings, Model> Create,
    Func<Scale, int, Settings> Settings)
{
    /// <summary>A rewinding is late, but early in the training: at a twentieth of its steps.</summary>
    const int RewindFraction = 20;

    const int PaperEpochs = 150;

    public static ModelKind LinearAutoencoder { get; } = new(
        "linear-ae",
        "784-128-784, ReLU, sigmoid",
        new Shape(1, 28, 28),
        (device, seed, image, settings) => new LinearAutoencoder(device, seed, image, settings.Narrowing, settings.LearningRate),
        // Cheap enough for the paper's width and rounds at small scale.
        (scale, images) => Autoencoder(scale, images, small: new Settings()));

    public static ModelKind ConvolutionalAutoencoder { get; } = new(
        "conv-ae",
        "conv 3-64-128-256, linear to 200 and back, mirrored; batch norm, ReLU, sigmoid",
        new Shape(3, 32, 32),
        (device, seed, image, settings) => new ConvolutionalAutoencoder(device, seed, image, settings.Narrowing, settings.LearningRate),
        (scale, images) => Autoencoder(scale, images, small: new Settings { Narrowing = 2, Rounds = 10, Fraction = 0.36 }));

    public static IReadOnlyList<ModelKind> All { get; } = [LinearAutoencoder, ConvolutionalAutoencoder];

    /// <summary>This model on these data sets.</summary>
    public Subject On(params string[] dataSets) => new(this, dataSets);

    static Settings Autoencoder(Scale scale, int images, Settings small)
    {
        var settings = scale switch
        {
            Scale.Smoke => new Settings { Narrowing = 8, Rounds = 2, Fraction = 0.36, Steps = 4, Batch = 16, Images = 256, EvaluationImages = 64 },
            Scale.Small => small with { Steps = 2_000, EvaluationImages = 2_048 },
            _ => new Settings { Steps = PaperEpochs * (images / new Settings().Batch) },
        };
        return settings with { Rewind = Math.Max(1, settings.Steps.Index / RewindFraction) };
    }
}

/// <summary>A model and the data sets it is trained on, each by itself.</summary>
public sealed record Subject(ModelKind Model, IReadOnlyList<string> DataSets);
