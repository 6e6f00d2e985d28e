using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Tests.Fid;

sealed class ClassifierTests
{
    static readonly DataSet Data = Glyphs.Split(1280, 200, seed: 7);
    static readonly ClassifierTraining Short = ClassifierTraining.For(Data) with { Epochs = 12 };

    [Test]
    public void Suits_its_data_set()
    {
        Assert.That(ClassifierTraining.For(Data).Kind.Name, Is.EqualTo("lenet"));
        Assert.That(ClassifierTraining.For(Glyphs.Split(128, 10, seed: 7, color: true)).Kind.Name, Is.EqualTo("resnet20"));
        Assert.That(() => ClassifierKind.Of("alexnet"), Throws.ArgumentException.With.Message.Contains("resnet18").And.Message.Contains("'alexnet'"));
    }

    [Test]
    public void Learns_once_and_is_kept()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var cache = new FeatureCache(folder.Path);
        var steps = 0;
        using var first = cache.Classifier(Data, device, Short, new Counting(() => steps++));
        Assert.That(steps, Is.EqualTo(120));
        Assert.That(first.Name, Is.EqualTo("lenet-glyphs"));
        Assert.That(first.Accuracy(Data.Test), Is.GreaterThan(0.3), "chance is 0.1");
        using var second = cache.Classifier(Data, device, Short, new Counting(() => steps++));
        Assert.That(steps, Is.EqualTo(120), "nothing is trained twice");
        Assert.That(second.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(Safetensors.Read(cache.PathOf(Data, Short)).Metadata["training"], Is.EqualTo(Short.Text));
        Assert.That(cache.PathOf(Data, Short with { Seed = 2 }), Is.Not.EqualTo(cache.PathOf(Data, Short)));
    }

    [Test]
    public void A_residual_network_for_small_images_is_taken_as_deep_as_its_file([Values(20, 32, 56)] int depth)
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var path = folder.File($"resnet.safetensors");
        using (var network = Initialised(ResNet.OfDepth(depth, device, new Shape(3, 32, 32), 10, InputScaling.ImageNet))) ClassifierFile.Save(path, network, new Dictionary<string, string>());
        var data = Glyphs.Split(4, 4, seed: 7, color: true).Test;
        var notes = new List<string>();
        using (var classifier = Classifier.Load(path, kind: null, data, device, notes.Add)) Assert.That(classifier.FeatureCount, Is.EqualTo(64));
        Assert.That(notes, depth == 20 ? Is.Empty : Has.Exactly(1).Contains($"resnet{depth}"));
        if (depth != 20)
            Assert.That(() => Classifier.Load(path, ClassifierKind.Of("resnet20"), data, device), Throws.TypeOf<FileFormatException>().With.Message.Contains($"expected the weights of a resnet20, found those of a resnet{depth}"));
    }

    [Test]
    public void Arrays_that_have_no_place_are_refused_and_counts_of_batches_are_not()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var (image, scaling) = (new Shape(1, 28, 28), new InputScaling([0.1], [0.3]));
        var (path, more) = (folder.File("lenet.safetensors"), folder.File("more.safetensors"));
        using (var network = Initialised(new LeNet(device, image, 10, scaling))) ClassifierFile.Save(path, network, new Dictionary<string, string>());
        var arrays = Safetensors.Read(path).Arrays;
        Safetensors.Write(more, arrays.Append(new("bn.num_batches_tracked", NDArray.Of<long>(new Shape(), [7]))));
        ClassifierFile.Load(WeightFile.Read(more), device, ClassifierKind.Of("lenet"), image, 10).Dispose();
        Safetensors.Write(more, arrays.Append(new("head.weight", NDArray.Of<float>(new Shape(1), [7]))));
        Assert.That(() => ClassifierFile.Load(WeightFile.Read(more), device, ClassifierKind.Of("lenet"), image, 10), Throws.TypeOf<FileFormatException>().With.Message.Contains("a lenet").And.Message.EndsWith("head.weight"));
    }

    [Test]
    public void Weights_without_a_scaling_are_of_colour_images()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var path = folder.File("published.npz");
        Npz.Write(path, [new("conv1.weight", NDArray.Of<float>(new Shape(1), [1]))]);
        Assert.That(() => Classifier.Load(path, kind: null, Data.Test, device), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains("'input_mean'").And.Message.Contains("1 channel,"));
    }

    [Test]
    public void A_set_smaller_than_a_batch_is_one_batch()
    {
        using var device = Device.Host();
        var steps = 0;
        using var network = (Short with { Epochs = 3 }).Run(Data.Train.Slice(0, 49), device, new Counting(() => steps++));
        Assert.That(steps, Is.EqualTo(3));
    }

    [Test]
    public void A_cache_that_cannot_be_written_is_named_and_nothing_is_lost()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var notes = new List<string>();
        // A file stands where the folder would be.
        var cache = new FeatureCache(folder.File("file", [1]), notes.Add);
        using var classifier = cache.Classifier(Data, device, Short with { Epochs = 1 });
        Assert.That(cache.Statistics(Data.Test, classifier).Count, Is.EqualTo(200));
        Assert.That(notes, Has.Count.EqualTo(2).And.All.Contains(folder.File("file")).And.All.Contains("SPARSEGEN_CACHE"));
    }

    [Test]
    public void A_damaged_file_is_noticed()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var cache = new FeatureCache(folder.Path);
        cache.Classifier(Data, device, Short with { Epochs = 1 }).Dispose();
        var path = cache.PathOf(Data, Short with { Epochs = 1 });
        var bytes = File.ReadAllBytes(path);
        bytes[^1000] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.That(() => cache.Classifier(Data, device, Short with { Epochs = 1 }), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains("damaged"));
    }

    [Test]
    public void Refuses_images_of_another_size()
    {
        using var device = Device.Host();
        using var classifier = new Classifier(Initialised(new LeNet(device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]))), "lenet");
        var colour = Glyphs.Split(4, 4, seed: 7, color: true).Test;
        Assert.That(() => classifier.Accuracy(colour), Throws.ArgumentException.With.Message.Contains("(1, 28, 28)").And.Message.Contains("(3, 32, 32"));
    }

    [Test]
    public void Networks_have_the_weights_of_their_papers()
    {
        using var device = Device.Reference();
        var scaling = InputScaling.ImageNet;
        Assert.That(Count(new LeNet(device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]))), Is.EqualTo(61_706));
        Assert.That(Count(ResNet.OfDepth(20, device, new Shape(3, 32, 32), 10, scaling)), Is.EqualTo(269_722));
        Assert.That(Count(ResNet.Of18(device, new Shape(3, 32, 32), 10, scaling)), Is.EqualTo(11_173_962));

        static long Count(ClassifierNetwork network)
        {
            using (network) return network.Parameters.Sum(parameter => parameter.Shape.Count);
        }
    }

    [Test]
    public void Residual_networks_give_features_for_any_size([Values("resnet20", "resnet18")] string kind)
    {
        using var device = Device.Host();
        using var classifier = new Classifier(Initialised(ClassifierKind.Of(kind).Create(device, new Shape(3, 24, 20), 2, InputScaling.ImageNet)), kind);
        var images = new ImageSet("images", 3, 24, 20, 2, new byte[3 * 24 * 20 * 3], new byte[3]);
        var features = new float[3 * classifier.FeatureCount];
        classifier.Extract(images, 0, 3, features, new float[3 * 2]);
        Assert.That(features, Has.All.Not.NaN.And.Some.GreaterThan(0));
    }

    [Test]
    public void The_arithmetic_of_its_step_is_that_of_its_single_component()
    {
        using var device = Device.Host();
        using var network = new LeNet(device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]));
        using var model = new ClassifierModel(network, seed: 1, parameters => new Sgd(parameters, 0.1));
        // Convolutions 5×5 from 1 to 6 channels of 28×28 and from 6 to 16 of 10×10, linear layers 400-120-84-10; forward and two
        // gradients each, but one of the first, whose images need none.
        var (first, others) = (2L * 25 * 6 * 28 * 28, 2L * (25 * 6 * 16 * 10 * 10 + 400 * 120 + 120 * 84 + 84 * 10));
        var step = model.WorkOfStep(new Shape(1, 28, 28), batch: 2);
        Assert.That(step.Components.Single().Component, Is.Empty);
        Assert.That(step.Total.Nominal, Is.EqualTo(2 * (2 * first + 3 * others)));
        Assert.That(network.Parameters.Select(parameter => parameter.Path), Has.None.StartsWith("."));
    }

    static ClassifierNetwork Initialised(ClassifierNetwork network)
    {
        network.Initialise(seed: 1);
        return network;
    }

    [Test]
    public void A_training_that_is_interrupted_anywhere_ends_with_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var training = Short with { Epochs = 2 };
        using var whole = new FeatureCache(folder.File("whole")).Classifier(Data, device, training);
        var (steps, notes) = (0, new List<string>());
        var cache = new FeatureCache(folder.File("parts"), notes.Add);
        for (var stops = 0; ; stops++)
        {
            using var source = new CancellationTokenSource();
            try
            {
                using var parts = cache.Classifier(Data, device, training, new Counting(() =>
                {
                    if (++steps % 7 == 0) source.Cancel();
                }), source.Token);
                Assert.That(parts.Fingerprint, Is.EqualTo(whole.Fingerprint));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.That(stops, Is.LessThan(20));
            }
        }
        Assert.That(steps, Is.EqualTo(20), "no step is done twice");
        Assert.That(notes, Is.EqualTo(new[] { "the training goes on at step 7 of 20", "the training goes on at step 14 of 20" }));
        Assert.That(Directory.GetFiles(folder.File("parts")), Is.EqualTo(new[] { cache.PathOf(Data, training) }), "its checkpoint is gone");
    }

    [Test]
    public void A_damaged_checkpoint_is_said_to_be_one_and_the_training_begins_anew()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host();
        var (training, notes) = (Short with { Epochs = 1 }, new List<string>());
        var cache = new FeatureCache(folder.Path, notes.Add);
        File.WriteAllText(Path.ChangeExtension(cache.PathOf(Data, training), ".checkpoint.safetensors"), "no weights");
        var steps = 0;
        cache.Classifier(Data, device, training, new Counting(() => steps++)).Dispose();
        Assert.That(steps, Is.EqualTo(10));
        Assert.That(notes, Has.Exactly(1).StartsWith("the training begins anew, since its checkpoint cannot be read: "));
    }

    sealed class Counting(Action step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => step();
    }
}
