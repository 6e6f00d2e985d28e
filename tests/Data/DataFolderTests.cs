using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class DataFolderTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a", "a/mnist")]
    [TestCase("b", "b/MNIST/raw")]
    [TestCase("c", "c")]
    [TestCase("d/mnist", "d/mnist")]
    [TestCase("e/mnist/", "e/mnist")]
    public void MNIST_is_found_in(string data, string files)
    {
        foreach (var part in (string[])["train", "t10k"])
        {
            _folder.File($"{files}/{part}-images-idx3-ubyte", IdxTests.Images(1, 1, 1, [1]));
            _folder.File($"{files}/{part}-labels-idx1-ubyte", IdxTests.Labels(1));
        }
        var folder = new DataFolder(_folder.File(data));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(folder.Has("mnist"));
            Assert.That(folder.Load("mnist").Train.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public void A_folder_named_like_another_set_is_not_taken_for_this_one()
    {
        _folder.File("fashion-mnist/train-images-idx3-ubyte", IdxTests.Images(1, 1, 1, [1]));
        Assert.That(new DataFolder(_folder.File("fashion-mnist")).Has("mnist"), Is.False);
    }

    [Test]
    public void A_set_that_is_nowhere_is_named_with_the_places_tried()
    {
        Assert.That(() => new DataFolder(_folder.File("none")).Load("cifar10"), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.StartsWith("cifar10").And.Message.Contains(_folder.File("none/cifar10")).And.Message.Contains("data_batch_1.bin[.gz]"));
        Assert.That(() => new DataFolder(null).Load("cifar10"), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.Contains("--data").And.Message.Contains("SPARSEGEN_DATA"));
    }

    [Test]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        Assert.That(() => new DataFolder(null).Load("imagenet"), Throws.ArgumentException.With.Message.Contains("'imagenet'").And.Message.Contains("mnist, fashion-mnist, cifar10, celeba, celeba-64, glyphs, glyphs-color"));
    }

    [Test]
    public void A_data_folder_that_does_not_exist_is_an_error()
    {
        Assert.That(() => DataFolder.Find(_folder.File("nowhere")), Throws.TypeOf<DirectoryNotFoundException>().With.Message.StartsWith("--data: ").And.Message.Contains(_folder.File("nowhere")));
    }

    [Test]
    public void What_is_missing_is_named()
    {
        _folder.File("few/mnist/train-images-idx3-ubyte.gz", [1]);
        var data = new DataFolder(_folder.File("few"));
        Assert.That(data.Describe("mnist"), Is.EqualTo($"incomplete in {_folder.File("few/mnist")}: IDX files, missing train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte"));
        Assert.That(data.Describe("cifar10"), Does.StartWith("not found: data_batch_1.bin[.gz] or data_batch_1[.gz] or cifar-10-binary.tar[.gz] or cifar-10-python.tar[.gz] in "));
        Assert.That(data.Describe("glyphs"), Is.EqualTo("built in"));
    }

    [Test]
    public void A_complete_form_goes_before_one_of_which_files_are_missing()
    {
        _folder.File("both/cifar10/data_batch_1.bin", []);
        foreach (var name in Cifar.PickledFiles) _folder.File($"both/cifar-10-batches-py/{name}", []);
        Assert.That(new DataFolder(_folder.File("both")).Describe("cifar10"), Is.EqualTo($"found in {_folder.File("both/cifar-10-batches-py")}: pickles"));
    }

    [Test]
    public void Help_tells_of_every_set()
    {
        foreach (var name in DataFolder.Names) Assert.That(DataFolder.Help, Does.Contain($"{name}: "));
    }

    [Test]
    public void Glyphs_need_no_folder()
    {
        var set = new DataFolder(null).Load("glyphs");
        Assert.That((set.Train.Count, set.Test.Count), Is.EqualTo((10_000, 2_000)));
    }
}
