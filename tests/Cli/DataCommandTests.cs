using SparseGen.Data;
using SparseGen.Tests.Data;
using static SparseGen.Tests.Cli.InProcess;

namespace SparseGen.Tests.Cli;

/// <summary>`sparsegen data list|check`: what was named is what is looked at.</summary>
public class DataCommandTests
{
    TemporaryFolder _folder = null!;
    string? _cache;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _cache = Environment.GetEnvironmentVariable(CacheFolder.Variable);
        Environment.SetEnvironmentVariable(CacheFolder.Variable, _folder.File("cache"));
    }

    [TearDown]
    public void TearDown()
    {
        Environment.SetEnvironmentVariable(CacheFolder.Variable, _cache);
        _folder.Dispose();
    }

    [Test]
    public void A_set_is_checked_by_its_name()
    {
        var (code, output, _) = Run("data", "check", "glyphs");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("glyphs train: 10,000 images").And.Contain("0: 1,000").And.Contain("mean").And.Not.Contain("glyphs-color"));
    }

    [Test]
    public void A_folder_of_sets_and_one_file_of_a_set_are_checked()
    {
        foreach (var part in (string[])["train", "t10k"])
        {
            _folder.File($"data/mnist/{part}-images-idx3-ubyte", IdxTests.Images(1, 1, 1, [1]));
            _folder.File($"data/mnist/{part}-labels-idx1-ubyte", IdxTests.Labels(3));
        }
        foreach (var path in (string[])["data", "data/mnist", "data/mnist/t10k-labels-idx1-ubyte"])
        {
            var (code, output, _) = Run("data", "check", _folder.File(path));
            Assert.That(code, Is.Zero, path);
            Assert.That(output, Does.StartWith("mnist train: 1 images of (1, 1, 1)").And.Not.Contain("glyphs"), path);
        }
    }

    [Test]
    public void A_folder_of_pictures_is_checked()
    {
        for (var i = 0; i < 10; i++) _folder.File($"pets/{i}.png", Png.Encode(new Picture(9, 9, 1, new byte[81])));
        var (code, output, _) = Run("data", "check", _folder.File("pets") + "@16");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.StartWith("pets train: 9 images of (3, 16, 16)"));
    }

    [TestCase("nowhere", "nothing of this name")]
    [TestCase("file.py", "expected a file of a data set")]
    [TestCase("empty", "or pictures (.png, .jpg, …), found neither")]
    [TestCase("empty@7", "from 8 to 256")]
    public void What_is_no_data_set_is_an_error(string name, string words)
    {
        _folder.File("file.py", [1]);
        Directory.CreateDirectory(_folder.File("empty"));
        var (code, output, error) = Run("data", "check", _folder.File(name));
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error, Does.StartWith($"error: {_folder.File(name)}: ").And.Contain(words));
    }

    [Test]
    public void The_list_says_where_each_set_is_and_in_which_form()
    {
        foreach (var name in Cifar.PickledFiles) _folder.File($"cifar-10-batches-py/{name}", []);
        var (code, output, _) = Run("data", "list", "--data", _folder.Path);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Match($@"  cifar10 +found in {_folder.File("cifar-10-batches-py")}: pickles").And.Match("  mnist +not found: train-images-idx3-ubyte").And.Match("  glyphs +built in"));
    }

    [TestCase("data", "list")]
    [TestCase("plan", "quickstart", "--scale", "smoke")]
    [TestCase("run", "quickstart", "--scale", "smoke")]
    [TestCase("classifier", "train", "mnist")]
    [TestCase("fid", "compute", "glyphs", "glyphs", "--classifier", "glyphs")]
    public void A_data_folder_that_does_not_exist_is_an_error(params string[] arguments)
    {
        var (code, _, error) = Run([.. arguments, "--data", _folder.File("nowhere")]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("error: --data: expected a folder with data sets, found no folder").And.Contain(_folder.File("nowhere")));
    }

    [TestCase("@7", "from 8 to 256; found '7'")]
    [TestCase("@48", "(3, 32, 32) or (3, 64, 64)")]
    public void A_size_that_cannot_be_is_wrong_usage_with_those_that_can(string size, string words)
    {
        for (var i = 0; i < 10; i++) _folder.File($"pets/{i}.png", Png.Encode(new Picture(9, 9, 1, new byte[81])));
        var (code, _, error) = Run("run", "figA2", "--models", "conv-ae", "--dataset", _folder.File("pets") + size, "--out", _folder.File("run"));
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(words));
    }

    [Test]
    public void The_help_says_that_measured_pictures_are_not_turned()
    {
        var (_, output, _) = Run("fid", "compute", "--help");
        Assert.That(output, Does.Contain("not turned as their EXIF orientation says"));
    }
}
