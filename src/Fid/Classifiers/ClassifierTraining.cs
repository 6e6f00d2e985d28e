using System.Diagnostics;
using System.Globalization;
using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Fid;

/// <summary>
/// How a classifier is trained: stochastic gradient descent with momentum 0.9 and weight decay 5·10⁻⁴ in batches of 128 (of all images, if there are fewer), the
/// learning rate rising for the first twentieth of the steps and then falling to zero along a cosine.
/// </summary>
/// <param name="Kind">the network</param>
/// <param name="Epochs">passes over the training images</param>
/// <param name="LearningRate">the highest</param>
/// <param name="Mirrored">whether mirrored images show the same class</param>
/// <param name="Seed">of the initial values, the data order and the shifts</param>
public sealed record ClassifierTraining(ClassifierKind Kind, int Epochs, double LearningRate, bool Mirrored, ulong Seed = 1)
{
    const int Batch = 128;
    const double Momentum = 0.9, WeightDecay = 5e-4, Warmup = 0.05;

    /// <summary>Images whose classes have no left and right.</summary>
    static readonly string[] MirroredSets = ["cifar10", "celeba", "celeba-64", "fashion-mnist"];

    /// <summary>What suits a data set.</summary>
    /// <param name="data">what is to be classified</param>
    /// <param name="kind">the network; if null, LeNet for grey images and ResNet-20 for colour</param>
    public static ClassifierTraining For(DataSet data, ClassifierKind? kind = null)
    {
        kind ??= ClassifierKind.For(new Shape(data.Train.Channels, data.Train.Height, data.Train.Width));
        var residual = kind != ClassifierKind.Of("lenet");
        return new ClassifierTraining(kind, Epochs: residual ? 12 : 5, LearningRate: residual ? 0.1 : 0.05, MirroredSets.Contains(data.Name));
    }

    /// <summary>Everything that the weights depend on beside the images, in one line.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Kind}, {Epochs} epochs, batch {Batch}, learning rate {LearningRate}, momentum {Momentum}, weight decay {WeightDecay}, mirrored {Mirrored}, seed {Seed}");

    /// <summary>How the classifier of a data set is called: "resnet20-cifar10".</summary>
    public string NameOn(DataSet data) => $"{Kind}-{data.Name}";

    /// <summary>Trains on images.</summary>
    /// <param name="images">with their labels</param>
    /// <param name="device">where it computes</param>
    /// <param name="progress">told after each step</param>
    /// <param name="cancel">ends the training</param>
    /// <param name="checkpoint">what an interrupted training goes on from, to the same weights; null: it begins anew</param>
    /// <exception cref="ArgumentException">There are no images, or the network does not take their size.</exception>
    public ClassifierNetwork Run(ImageSet images, Device device, IProgress<ClassifierProgress>? progress = null, CancellationToken cancel = default, ClassifierCheckpoint? checkpoint = null)
    {
        var statistics = ImageStatistics.Of(images);
        // A channel that is the same everywhere has no deviation to divide by.
        var scaling = new InputScaling(statistics.Means, [.. statistics.Deviations.Select(deviation => Math.Max(deviation, 1.0 / 255))]);
        var network = Kind.Create(device, new Shape(images.Channels, images.Height, images.Width), images.Classes, scaling);
        try
        {
            network.Initialise(Seed);
            Train(network, images, progress, cancel, checkpoint);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    void Train(ClassifierNetwork network, ImageSet images, IProgress<ClassifierProgress>? progress, CancellationToken cancel, ClassifierCheckpoint? checkpoint)
    {
        var batch = Math.Min(Batch, images.Count);
        var batches = new Batches(images, batch, Seed);
        var optimizer = new Sgd(network.Parameters, LearningRate, Momentum, WeightDecay);
        var augmentation = new Augmentation(Shift: Math.Max(1, images.Height / 8), Mirrored);
        var steps = Epochs * batches.StepsPerEpoch;
        var indices = new int[batch];
        var pixels = new float[images.ImageSize * batch];
        var targets = new float[images.Classes * batch];
        var (first, start) = (checkpoint?.Restore(network, steps) ?? 0, Stopwatch.GetTimestamp());
        for (var step = first; step < steps; step++)
        {
            if (cancel.IsCancellationRequested) checkpoint?.Write(network, step);
            cancel.ThrowIfCancellationRequested();
            batches.Indices(step, indices);
            augmentation.Fill(images, indices, RandomStream.For(Seed, "augmentation", (ulong)step), pixels);
            Array.Clear(targets);
            for (var n = 0; n < batch; n++) targets[images.Labels[indices[n]] * batch + n] = 1;
            optimizer.LearningRate = Schedule(step, steps);

            using var scope = network.Device.OpenScope();
            var x = new Variable(network.Device, network.Device.Upload(new Shape(images.Channels, images.Height, images.Width, batch), pixels));
            var loss = Objective.CrossEntropy(network.Forward(x, Mode.Train), network.Device.Upload(new Shape(images.Classes, batch), targets));
            optimizer.Step(loss);
            progress?.Report(new ClassifierProgress(step + 1, steps, loss.Item(), Stopwatch.GetElapsedTime(start) / (step + 1 - first) * (steps - step - 1)));
            checkpoint?.WriteIfDue(network, step + 1);
        }
    }

    double Schedule(int step, int steps)
    {
        var (passed, warm) = ((step + 0.5) / steps, Warmup);
        return LearningRate * (passed < warm ? passed / warm : (1 + Math.Cos(Math.PI * (passed - warm) / (1 - warm))) / 2);
    }
}

/// <summary>How far a training is.</summary>
/// <param name="Step">steps done</param><param name="Steps">steps in all</param><param name="Loss">of the last one</param>
/// <param name="Remaining">the time that the other steps will take</param>
public readonly record struct ClassifierProgress(int Step, int Steps, double Loss, TimeSpan Remaining);
