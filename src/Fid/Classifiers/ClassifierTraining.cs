using System.Globalization;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Fid;

/// <summary>
/// How a classifier is trained: stochastic gradient descent with momentum 0.9 and weight decay 5·10⁻⁴ in batches of 128 (of all
/// images, if there are fewer), on images that are shifted by up to an eighth of their height. The learning rate rises for the
/// first twentieth of the steps and then falls to zero along a cosine.
/// </summary>
/// <param name="Kind">the network</param>
/// <param name="Epochs">passes over the training images</param>
/// <param name="LearningRate">the highest of the schedule</param>
/// <param name="Mirrored">whether half of the images are mirrored: not where left and right matter, as for digits</param>
/// <param name="Seed">seed of the initial values, the data order and the augmentation</param>
public sealed record ClassifierTraining(ClassifierKind Kind, int Epochs, double LearningRate, bool Mirrored, ulong Seed = 1)
{
    const int Batch = 128;
    const double Momentum = 0.9, WeightDecay = 5e-4, Warmup = 0.05;

    /// <summary>Data sets whose images keep their class when mirrored.</summary>
    static readonly string[] MirroredSets = ["cifar10", "celeba", "celeba-64", "fashion-mnist"];

    /// <summary>The default training for a data set.</summary>
    /// <param name="kind">the network; if null, LeNet for grey images and ResNet-20 for colour</param>
    public static ClassifierTraining For(DataSet data, ClassifierKind? kind = null)
    {
        kind ??= ClassifierKind.For(new Shape(data.Train.Channels, data.Train.Height, data.Train.Width));
        var residual = kind != ClassifierKind.Of("lenet");
        return new ClassifierTraining(kind, Epochs: residual ? 12 : 5, LearningRate: residual ? 0.1 : 0.05, MirroredSets.Contains(data.Name));
    }

    /// <summary>All parameters that the weights depend on besides the images, in one line.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Kind}, {Epochs} epochs, batch {Batch}, learning rate {LearningRate}, momentum {Momentum}, weight decay {WeightDecay}, mirrored {Mirrored}, seed {Seed}");

    /// <summary>The name of the classifier of a data set: "resnet20-cifar10".</summary>
    public string NameOn(DataSet data) => $"{Kind}-{data.Name}";

    /// <summary>Trains a network on labelled images.</summary>
    /// <param name="progress">receives the progress after each step</param>
    /// <param name="cancel">cancels after a step</param>
    /// <param name="checkpoint">from which an interrupted training is resumed, to the same weights; null: it cannot be resumed</param>
    /// <exception cref="ArgumentException">There are no images, or the network does not take their size.</exception>
    public ClassifierNetwork Run(ImageSet images, Device device, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default, TrainingCheckpoint? checkpoint = null)
    {
        var statistics = ImageStatistics.Of(images);
        // The deviation of a constant channel is 0, by which its values cannot be divided.
        var scaling = new InputScaling(statistics.Means, [.. statistics.Deviations.Select(deviation => Math.Max(deviation, 1.0 / 255))]);
        var network = Kind.Create(device, new Shape(images.Channels, images.Height, images.Width), images.Classes, scaling);
        try
        {
            Train(network, images, progress, cancel, checkpoint);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    void Train(ClassifierNetwork network, ImageSet images, IProgress<TrainingProgress>? progress, CancellationToken cancel, TrainingCheckpoint? checkpoint)
    {
        var augmentation = new Augmentation(Shift: Math.Max(1, images.Height / 8), Mirrored);
        var batches = new AugmentedBatches(new Batches(images, Math.Min(Batch, images.Count), Seed), augmentation, Seed);
        var steps = new Step(Epochs * batches.StepsPerEpoch);
        using var model = new ClassifierModel(network, Seed, parameters => new Sgd(parameters, LearningRate, Momentum, WeightDecay));
        using var trainer = new Trainer(model, batches, Seed) { Schedule = LearningRateSchedule.Cosine(steps, Warmup), Checkpoint = checkpoint };
        if (trainer.Resume()) checkpoint?.Note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"the training goes on at step {trainer.Step.Index:N0} of {steps.Index:N0}"));
        if (progress is not null) trainer.AddHook(TrainingProgress.Hook(progress, trainer.Step, steps));
        trainer.RunTo(steps, cancel);
    }
}
