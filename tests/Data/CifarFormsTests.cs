using System.Text;
using SparseGen.Data;
using SparseGen.Fid.Fuzzing;

namespace SparseGen.Tests.Data;

/// <summary>CIFAR-10 as Python's pickles and as archives.</summary>
public class CifarFormsTests
{
    const int Records = SampleDataSets.CifarRecords, Pixels = 3072;

    /// <summary>Different in each byte of two images.</summary>
    static readonly byte[] Image = [.. Enumerable.Range(0, Records * Pixels).Select(i => (byte)(i * 7 + i / 256))];

    /// <summary>'data' as other versions of Python and NumPy pickle it, as Latin-1 text.</summary>
    static readonly TestCaseData[] Arrays =
    [
        Array("Python 3, protocol 2", $"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085c_codecs\nencode\n{Text("b")}{Text("latin1")}\u0086R\u0087R(K\u0001{Tail}c_codecs\nencode\n{Utf8(Image)}{Text("latin1")}\u0086Rtb"),
        Array("protocol 3", $"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\u0001b\u0087R(K\u0001{Tail}{Sized('B', Image, 4)}tb"),
        Array("protocol 4, NumPy 2", $"{Short("numpy._core.multiarray")}{Short("_reconstruct")}\u0093{Short("numpy")}{Short("ndarray")}\u0093K\0\u0085C\u0001b\u0087R(K\u0001{Tail}{Sized('\u008e', Image, 8)}tb"),
        Array("protocol 5, NumPy 2", $"{Short("numpy._core.numeric")}{Short("_frombuffer")}\u0093({Sized('\u0096', Image, 8)}cnumpy\ndtype\n{Text("u1")}\u0089\u0088\u0087RK\u0002M\0\u000c\u0086{Text("C")}tR"),
    ];

    /// <summary>What a batch may hold in place of 'data' and 'labels', and what is to be said.</summary>
    static readonly TestCaseData[] Damages =
    [
        Damage("no data", Batch("[3,9]", "N"), "'data': expected an array of NumPy"),
        Damage("too few labels", Batch("[3]", "N"), "'labels' of 2 numbers"),
        Damage("a label too large", Batch("[3,10]", Good), "from 0 to 9, found 10 in record 1"),
        Damage("other type", Batch("[3,9]", Good.Replace("X\u0002\0\0\0u1", "X\u0002\0\0\0f4", StringComparison.Ordinal)), "found the type 'f4'"),
        Damage("other shape", Batch("[3,9]", Good.Replace("M\0\u000c", "M\0\u000d", StringComparison.Ordinal)), "found (2, 3328)"),
        Damage("too few bytes", Batch("[3,9]", Good.Replace(Sized('B', Image, 4), Sized('B', Image[1..], 4), StringComparison.Ordinal)), "expected 6,144 bytes, found 6,143"),
        Damage("a list", "\u0080\u0002].", "expected a dictionary"),
        Damage("a call", "\u0080\u0002cos\nsystem\nU\u0004ls -\u0085R.", "pickle of images, found the name 'os.system'"),
    ];

    readonly TemporaryFolder _folder = new();

    static string Good => $"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\u0001b\u0087R(K\u0001{Tail}{Sized('B', Image, 4)}tb";

    /// <summary>(2, 3072), dtype('u1', False, True) with its state, not in Fortran order.</summary>
    static string Tail => $"K\u0002M\0\u000c\u0086cnumpy\ndtype\n{Text("u1")}\u0089\u0088\u0087R(K\u0003{Text("|")}NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089";

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_batch_of_Python_2_is_read()
    {
        var set = Read(SampleDataSets.CifarPickle([3, 9], Image));
        Assert.That(set.Labels.ToArray(), Is.EqualTo(new byte[] { 3, 9 }));
        Assert.That(set.Pixels.ToArray(), Is.EqualTo(Image));
    }

    [TestCaseSource(nameof(Arrays))]
    public void A_batch_pickled_anew_is_read(string array)
    {
        var set = Read(Encoding.Latin1.GetBytes(Batch("[3,9]", array)));
        Assert.That(set.Labels.ToArray(), Is.EqualTo(new byte[] { 3, 9 }));
        Assert.That(set.Pixels.ToArray(), Is.EqualTo(Image));
    }

    [TestCaseSource(nameof(Damages))]
    public void A_damaged_batch_is_refused(string pickle, string words) =>
        Assert.That(() => Read(Encoding.Latin1.GetBytes(pickle)), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(_folder.Path).And.Message.Contains(words));

    [Test]
    public void An_archive_is_read_in_place([Values] bool pickled, [Values] bool compressed)
    {
        byte[] Part(int batch) => pickled ? SampleDataSets.CifarPickle([(byte)batch, 9], Image) : [(byte)batch, .. Image[..Pixels], 9, .. Image[Pixels..]];
        // In another order than that of the batches, and with other files, as archives may be.
        string[] names = [.. (pickled ? Cifar.PickledFiles : Cifar.BinaryFiles).Reverse(), "readme.html"];
        var tar = SampleDataSets.Tar("cifar-10", names, [.. Enumerable.Range(0, 6).Reverse().Select(Part), [1, 2, 3]]);
        var path = _folder.File("cifar.tar.gz", compressed ? IdxTests.Compressed(tar) : tar);
        var set = Cifar.LoadArchive(path, "cifar10", Records);
        Assert.That(set.Train.Labels.ToArray(), Is.EqualTo(new byte[] { 0, 9, 1, 9, 2, 9, 3, 9, 4, 9 }));
        Assert.That(set.Test.Labels.ToArray(), Is.EqualTo(new byte[] { 5, 9 }));
        Assert.That(set.Test.Pixels.ToArray(), Is.EqualTo(Image));
    }

    [Test]
    public void An_archive_that_lacks_a_batch_or_is_cut_off_is_refused()
    {
        var batch = SampleDataSets.CifarPickle([3, 9], Image);
        var whole = SampleDataSets.PackCifarPickles([batch, batch, batch, batch, batch, batch]);
        var few = _folder.File("few.tar.gz", SampleDataSets.PackCifarPickles([batch, batch]));
        var cut = _folder.File("cut.tar.gz", whole[..(whole.Length / 2)]);
        Assert.That(() => Cifar.LoadArchive(few, "cifar10", Records), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(few).And.Message.Contains("expected data_batch_3.bin or data_batch_3 in the archive"));
        Assert.That(() => Cifar.LoadArchive(cut, "cifar10", Records), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(cut));
    }

    [TestCase("cifar-10-batches-py", "pickles")]
    [TestCase("cifar10/cifar-10-batches-py", "pickles")]
    [TestCase("cifar-10-batches-bin", "binary files")]
    public void The_form_is_found_in(string files, string form)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in form == "pickles" ? Cifar.PickledFiles : Cifar.BinaryFiles) folder.File($"{files}/{name}", []);
        Assert.That(new DataFolder(folder.Path).Describe("cifar10"), Is.EqualTo($"found in {folder.File(files)}: {form}"));
    }

    [TestCase("cifar-10-python.tar.gz")]
    [TestCase("cifar10/cifar-10-binary.tar.gz")]
    public void An_archive_is_found_and_loaded(string file)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(file, IdxTests.Compressed(SampleDataSets.Tar("cifar", ["readme"], [[1]])));
        var data = new DataFolder(folder.Path);
        Assert.That(data.Describe("cifar10"), Does.StartWith("found in").And.EndWith("read in place"));
        Assert.That(() => data.Load("cifar10"), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains("data_batch_1"));
    }

    ImageSet Read(byte[] pickle)
    {
        using var file = new SourceFile(_folder.File("data_batch_1", pickle));
        var images = new CifarImages(1, Records);
        images.ReadPickle(0, file);
        return images.Set("batch", first: 0, count: 1);
    }

    static TestCaseData Array(string name, string pickle) => new TestCaseData(pickle).SetArgDisplayNames(name);

    static TestCaseData Damage(string name, string pickle, string words) => new TestCaseData(pickle, words).SetArgDisplayNames(name);

    /// <summary>A dictionary whose keys are bytes of Python 3.</summary>
    static string Batch(string labels, string array) =>
        $"\u0080\u0003}}(C\u0006labels]({string.Concat(labels.Trim('[', ']').Split(',').Select(label => $"K{(char)int.Parse(label, null)}"))}eC\u0004data{array}u.";

    static string Text(string text) => $"X{(char)text.Length}\0\0\0{text}";

    static string Short(string text) => $"\u008c{(char)text.Length}{text}";

    /// <summary>An operation, the number of bytes, and they.</summary>
    static string Sized(char operation, byte[] bytes, int sizeBytes) => operation + Encoding.Latin1.GetString(BitConverter.GetBytes((long)bytes.Length)[..sizeBytes]) + Encoding.Latin1.GetString(bytes);

    /// <summary>A text whose characters are the bytes.</summary>
    static string Utf8(byte[] bytes) => Sized('X', Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)), 4);
}
