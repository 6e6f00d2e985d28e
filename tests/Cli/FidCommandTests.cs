using System.Globalization;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;
using static SparseGen.Tests.Cli.InProcess;

namespace SparseGen.Tests.Cli;

/// <summary>`sparsegen fid compute` from end to end, in the features of a network of arbitrary weights.</summary>
public class FidCommandTests
{
    static readonly ImageSet Images = Glyphs.Split(60, 10, seed: 7, color: true).Train;

    TemporaryFolder _folder = null!;
    string _weights = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _weights = _folder.File("resnet.safetensors");
        using var device = Device.Host();
        using var network = ClassifierKind.Of("resnet20").Create(device, new Shape(3, 32, 32), 10, InputScaling.ImageNet);
        network.Initialise(seed: 1);
        ClassifierFile.Save(_weights, network, new Dictionary<string, string>());
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Two_folders_are_compared_without_the_data_set_of_the_classifier()
    {
        var (code, output, error) = Compute(Folder("a", 0, 30), Folder("b", 30, 30));
        Assert.That((code, Value(output, "frechet30-resnet") > 0), Is.EqualTo((0, true)), error);
        Assert.That(error, Does.Contain("30 images are few").And.Not.Contain("data_batch"));
    }

    [Test]
    public void A_set_has_a_distance_of_zero_from_itself_and_one_image_is_one()
    {
        var a = Folder("a", 0, 30);
        Assert.That(Compute(a, a).Output, Does.Contain("frechet30-resnet 0\n"));
        var (code, _, error) = Compute(Folder("one", 0, 1), a);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("1 image is few").And.Contain("at least two images, not 1.").And.Not.Contain("Parameter").And.Not.Contain("Exception"));
    }

    [Test]
    public void Scores_do_not_depend_on_the_order_of_the_files()
    {
        string[] metrics = ["--score", "--kernel", "--precision"];
        var reference = Folder("real", 30, 30);
        var (sorted, mixed) = (Folder("sorted", 0, 30), Folder("mixed", 0, 30, i => $"class-{i % 3}/{29 - i:00}.png"));
        var (first, second) = (Compute(reference, sorted, metrics), Compute(reference, mixed, metrics));
        foreach (var name in new[] { "score30", "kernel30", "precision30", "recall30" })
            Assert.That(Value(second.Output, $"{name}-resnet"), Is.EqualTo(Value(first.Output, $"{name}-resnet")), name);
        // The statistics are summed up in another order.
        Assert.That(Value(second.Output, "frechet30-resnet"), Is.EqualTo(Value(first.Output, "frechet30-resnet")).Within(1e-4).Percent);
        Assert.That(first.Error, Does.Contain("subsets of 15 images, half of the smaller set"));
    }

    [Test]
    public void A_part_is_chosen_by_what_the_pictures_show()
    {
        var reference = Folder("real", 30, 30);
        var (sorted, renamed) = (Folder("sorted", 0, 30), Folder("renamed", 0, 30, i => $"{29 - i:00}.png"));
        var (first, second) = (Compute(reference, sorted, "--count", "12"), Compute(reference, renamed, "--count", "12"));
        Assert.That(Value(second.Output, "frechet12-resnet"), Is.EqualTo(Value(first.Output, "frechet12-resnet")).Within(1e-4).Percent);
        var firstTwelve = Compute(reference, Folder("first", 0, 12), "--count", "12");
        Assert.That(Value(firstTwelve.Output, "frechet12-resnet"), Is.Not.EqualTo(Value(first.Output, "frechet12-resnet")).Within(1e-4).Percent, "not the first ones");
    }

    [Test]
    public void Pictures_of_other_and_of_mixed_sizes_are_resized_and_it_is_said_once()
    {
        var mixed = Folder("mixed", 0, 20);
        foreach (var (i, side) in new[] { 40, 40, 64, 20 }.Index()) Png.Write(Path.Combine(mixed, $"other-{i}.png"), Grey(side, side + 8));
        var (code, output, error) = Compute(Folder("real", 30, 30), mixed);
        Assert.That((code, Value(output, "frechet24-resnet") > 0), Is.EqualTo((0, true)), error);
        Assert.That(error.Split('\n').Count(line => line.Contains("are resized")), Is.EqualTo(1));
        Assert.That(error, Does.Contain("other sizes than 32×32, such as one of 48×40"));
    }

    [Test]
    public void A_metric_that_needs_more_pictures_is_left_out_and_the_others_are_not()
    {
        var (code, output, error) = Compute(Folder("real", 30, 30), Folder("five", 0, 5), "--score", "--kernel", "--precision");
        Assert.That(code, Is.Zero);
        Assert.That(error, Does.Contain("--score needs at least 10 images").And.Contain("5 images").And.Not.Contain("Exception"));
        Assert.That(output, Does.Contain("kernel5-").And.Contain("precision5-").And.Contain("recall5-").And.Not.Contain("score5-"));
    }

    [Test]
    public void Precision_is_of_the_generated_and_recall_of_the_real()
    {
        // Ten of the thirty real pictures, each three times and more: all lie among the real ones, whose other twenty nothing covers.
        var made = _folder.File("made");
        for (var copy = 0; copy < 4; copy++) Folder("made", 30, 10, i => $"{copy}-{i:00}.png");
        var (code, output, error) = Compute(Folder("real", 30, 30), made, "--precision");
        Assert.That(code, Is.Zero, error);
        Assert.That(Value(output, "precision40-resnet"), Is.EqualTo(1));
        Assert.That(Value(output, "recall40-resnet"), Is.EqualTo(1 / 3.0).Within(1e-3));
    }

    [Test]
    public void The_training_images_of_a_set_can_be_named()
    {
        var a = Folder("a", 0, 30);
        var train = Compute(a, "glyphs-color:train", "--count", "20");
        Assert.That(train.Output, Is.EqualTo(Compute(a, "glyphs-color", "--count", "20").Output));
        Assert.That(train.Output, Is.Not.EqualTo(Compute(a, "glyphs-color:test", "--count", "20").Output));
    }

    [Test]
    public void Weights_of_another_sets_classifier_are_refused_where_the_set_is_there()
    {
        var (code, _, error) = Run(["fid", "compute", Folder("a", 0, 30), Folder("b", 30, 30), "--classifier", "glyphs-color", "--classifier-weights", _weights]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("expected a classifier of glyphs-color, found one that names").And.Contain("where guessing names 10 %"));
    }

    [Test]
    public void A_part_of_a_set_that_is_mistyped_is_understood() =>
        Assert.That(Compute("cifar10:tst", "cifar10").Error, Does.Contain("Did you mean 'cifar10:test'?"));

    [TestCase("--classifier-weights", "x.npz", "--classifier-weights needs --classifier")]
    [TestCase("--classifier", "glyphs", "--inception", "x.npz", "two networks")]
    [TestCase("--classifier", "glyphs", "--preprocessing", "pytorch", "--preprocessing is of Inception's")]
    public void Options_that_do_not_go_together_are_refused(params string[] words)
    {
        var (code, _, error) = Run(["fid", "compute", "nowhere", "nowhere", .. words[..^1]]);
        Assert.That((code, error), Is.EqualTo((2, error)));
        Assert.That(error, Does.Contain(words[^1]));
    }

    (int Code, string Output, string Error) Compute(string real, string made, params string[] more) =>
        Run(["fid", "compute", real, made, "--classifier", "cifar10", "--classifier-weights", _weights, "--data", _folder.Path, .. more]);

    static double Value(string output, string name) =>
        double.Parse(output.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>A folder of glyphs as pictures.</summary>
    string Folder(string name, int start, int count, Func<int, string>? file = null)
    {
        for (var i = 0; i < count; i++)
        {
            var path = Path.Combine(_folder.File(name), file?.Invoke(i) ?? $"{i:00}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var image = Images.Image(start + i);
            var pixels = new byte[3 * 32 * 32];
            for (var p = 0; p < 32 * 32; p++)
                for (var c = 0; c < 3; c++) pixels[3 * p + c] = image[c * 32 * 32 + p];
            Png.Write(path, new Picture(32, 32, 3, pixels));
        }
        return _folder.File(name);
    }

    static Picture Grey(int height, int width) => new(height, width, 3, [.. Enumerable.Range(0, 3 * height * width).Select(i => (byte)(i * 7))]);
}
