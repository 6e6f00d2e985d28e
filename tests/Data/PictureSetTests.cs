using ImageMagick;
using SparseGen.Data;

namespace SparseGen.Tests.Data;

/// <summary>Data sets of JPEGs that the tests make: CelebA as it is published, and any folder.</summary>
public class PictureSetTests
{
    /// <summary>Of 178×218 pixels: what the crop removes above and below is white, the rest is red on the left and blue on the right.</summary>
    static readonly byte[] Face = Jpeg(178, 218, (x, y) => y is < 20 or >= 198 ? (255, 255, 255) : x < 89 ? (200, 0, 0) : (0, 0, 200));

    TemporaryFolder _folder = null!;
    List<string> _notes = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _notes = [];
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("celeba", 32)]
    [TestCase("celeba-64", 64)]
    public void CelebA_is_cropped_resized_and_split_as_its_lists_say(string name, int side)
    {
        WriteCelebA();
        var set = Load(name);
        Assert.That((set.Train.Count, set.Test.Count, set.Train.Height, set.Train.Width, set.Train.Channels), Is.EqualTo((3, 1, side, side, 3)));
        Assert.That(set.Train.Labels.ToArray(), Is.EqualTo(new byte[] { 0, 1, 0 }), "Smiling");
        Assert.That(set.Test.Labels.ToArray(), Is.EqualTo(new byte[] { 1 }));
        var image = set.Train.Image(0).ToArray();
        byte Pixel(int channel, int y, int x) => image[(channel * side + y) * side + x];
        foreach (var y in new[] { 0, side / 2, side - 1 })
        {
            Assert.That((Pixel(0, y, side / 4), Pixel(2, y, side / 4)), Is.EqualTo(((byte)200, (byte)0)).Using<(byte, byte)>(IsNear), "no white is left above or below");
            Assert.That((Pixel(0, y, 3 * side / 4), Pixel(2, y, 3 * side / 4)), Is.EqualTo(((byte)0, (byte)200)).Using<(byte, byte)>(IsNear));
        }
    }

    [Test]
    public void Fine_stripes_become_grey_and_do_not_flicker()
    {
        var stripes = new Picture(128, 128, 3, [.. Enumerable.Range(0, 128 * 128 * 3).Select(i => (byte)(i / 3 % 2 * 254))]);
        var small = new byte[3 * 32 * 32];
        SquareImage.Resize(stripes, crop: 128, side: 32, small);
        Assert.That((small.Min(), small.Max()), Is.EqualTo(((byte)118, (byte)136)), "127, but for the filter being cut off at the borders");
    }

    [Test]
    public void The_second_time_nothing_is_decoded()
    {
        WriteCelebA();
        var first = Load("celeba");
        var again = Load("celeba");
        Assert.That(_notes, Has.Count.EqualTo(1));
        Assert.That(again.Train.Pixels.SequenceEqual(first.Train.Pixels) && again.Test.Pixels.SequenceEqual(first.Test.Pixels));
        Assert.That(again.Train.Labels.SequenceEqual(first.Train.Labels));
    }

    [Test]
    public void A_changed_picture_or_a_damaged_cache_is_decoded_again()
    {
        WriteCelebA();
        Load("celeba");
        _folder.File("celeba/img_align_celeba/000001.jpg", Jpeg(178, 218, (_, _) => (0, 250, 0)));
        Assert.That(Load("celeba").Train.Image(0)[32 * 32], Is.GreaterThan(200), "green now");
        var cache = Directory.GetFiles(_folder.File("cache")).Single();
        var whole = File.ReadAllBytes(cache);
        for (var i = 0; i < 40; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i * (whole.Length - 1) / 39] ^= 64;
            File.WriteAllBytes(cache, i % 2 == 0 ? damaged : whole[..(i * whole.Length / 40)]);
            Load("celeba");
            Assert.That(File.ReadAllBytes(cache), Is.EqualTo(whole), $"damage {i}");
        }
    }

    [Test]
    public void Missing_broken_and_small_pictures_are_named_or_left_out()
    {
        WriteCelebA();
        File.Delete(_folder.File("celeba/img_align_celeba/000001.jpg"));
        _folder.File("celeba/img_align_celeba/000002.jpg", Face[..(Face.Length / 3)]);
        _folder.File("celeba/img_align_celeba/000003.jpg", Jpeg(100, 100, (_, _) => (1, 2, 3)));
        Assert.That(() => Load("celeba"), Throws.TypeOf<FileFormatException>()
            .With.Message.Contains("000001.jpg (missing)").And.Message.Contains("000003.jpg (100×100").And.Message.Contains("--skip-bad-images"));
        var left = Load("celeba", skipBad: true);
        Assert.That(left.Test.Count, Is.EqualTo(1));
        Assert.That(left.Train.Count, Is.LessThan(2));
    }

    [Test]
    public void A_list_that_is_cut_off_is_refused()
    {
        WriteCelebA();
        var list = _folder.File("celeba/list_attr_celeba.txt");
        File.WriteAllLines(list, File.ReadAllLines(list)[..4]);
        Assert.That(() => Load("celeba"), Throws.TypeOf<FileFormatException>().With.Message.Contains("list_attr_celeba.txt").And.Message.Contains("incomplete"));
    }

    [Test]
    public void Any_folder_of_pictures_is_a_data_set_with_its_folders_as_classes()
    {
        for (var i = 0; i < 20; i++) _folder.File($"pets/{(i % 2 == 0 ? "cats" : "dogs")}/{i:00}.png", Encode(60 + i, 48, (_, _) => (10 * i, 0, 0), MagickFormat.Png));
        var set = Load(_folder.File("pets"));
        Assert.That((set.Name, set.Train.Count, set.Test.Count, set.Train.Classes, set.Train.Height), Is.EqualTo(("pets", 18, 2, 2, 32)));
        Assert.That(Load(_folder.File("pets") + "@64").Train.Width, Is.EqualTo(64));
        Assert.That(DataFolder.Knows(_folder.File("none")), Is.False);
    }

    [Test]
    public void What_is_left_out_of_a_folder_is_noted()
    {
        WriteFolder("pets", 10);
        foreach (var name in (string[])["pets/a.gif", "pets/b.gif", "pets/._c.jpg"]) _folder.File(name, [1]);
        Assert.That(Load(_folder.File("pets")).Train.Count, Is.EqualTo(9));
        Assert.That(_notes[0], Is.EqualTo("pets: left out: 2 .gif"));
    }

    [Test]
    public void A_cache_that_cannot_be_written_is_named_and_the_set_is_used_all_the_same()
    {
        WriteFolder("pets", 10);
        _folder.File("file", [1]);
        var set = new DataFolder(null, new PictureSets { Cache = _folder.File("file/cache"), Note = _notes.Add }).Load(_folder.File("pets"));
        Assert.That((set.Train.Count, set.Test.Count), Is.EqualTo((9, 1)));
        Assert.That(_notes[^1], Does.StartWith("pets: used without being kept").And.Contain(_folder.File("file/cache")).And.Contain("SPARSEGEN_CACHE"));
    }

    [TestCase("@7", "'7'")]
    [TestCase("@257", "'257'")]
    [TestCase("@", "''")]
    [TestCase("@large", "'large'")]
    public void A_size_out_of_its_bounds_is_answered_with_them(string size, string found)
    {
        WriteFolder("pets", 10);
        Assert.That(DataFolder.SizeProblem(_folder.File("pets") + size), Does.Contain("a whole number from 8 to 256").And.EndWith($"found {found}"));
        Assert.That(DataFolder.SizeProblem(_folder.File("pets") + "@8"), Is.Null);
        Assert.That(DataFolder.SizeProblem(_folder.File("none") + size), Is.Null, "no folder");
    }

    [Test]
    public void CelebA_is_read_as_Kaggle_packs_it()
    {
        WriteCelebA();
        var published = Load("celeba");
        Directory.Move(_folder.File("celeba/img_align_celeba"), _folder.File("pictures"));
        Directory.CreateDirectory(_folder.File("celeba/img_align_celeba"));
        Directory.Move(_folder.File("pictures"), _folder.File("celeba/img_align_celeba/img_align_celeba"));
        foreach (var (list, head) in new[] { ("list_attr_celeba", "image_id,Bald,Male,Smiling,Young"), ("list_eval_partition", "image_id,partition") })
        {
            var path = _folder.File($"celeba/{list}.txt");
            File.WriteAllLines($"{_folder.File("celeba")}/{list}.csv", [head, .. File.ReadAllLines(path).Where(line => line.Contains(".jpg")).Select(line => string.Join(',', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))]);
            File.Delete(path);
        }
        var data = new DataFolder(_folder.Path);
        Assert.That(data.Describe("celeba"), Is.EqualTo($"found in {_folder.File("celeba")}: pictures and lists, as Kaggle packs them"));
        var set = Load("celeba");
        Assert.That((set.Train.Classes, set.Train.Count, set.Test.Count), Is.EqualTo((2, 3, 1)));
        Assert.That(set.Train.Labels.ToArray(), Is.EqualTo(published.Train.Labels.ToArray()));
        Assert.That(set.Test.Labels.ToArray(), Is.EqualTo(published.Test.Labels.ToArray()));
        Assert.That(set.Train.Pixels.SequenceEqual(published.Train.Pixels));
    }

    [Test]
    public void CelebA_without_lists_is_split_by_position_into_one_class_and_says_so()
    {
        // Of 41: 162,770 / 202,599 for training is 32.9, and the held-out part begins at 182,637 / 202,599, 36.96.
        for (var i = 1; i <= 41; i++) _folder.File($"celeba/img_align_celeba/{i:000000}.jpg", i == 37 ? Jpeg(178, 218, (_, _) => (0, 250, 0)) : Face);
        Assert.That(new DataFolder(_folder.Path).Describe("celeba-64"), Is.EqualTo($"found in {_folder.File("celeba")}: pictures"));
        var set = Load("celeba");
        Assert.That((set.Train.Classes, set.Train.Count, set.Test.Count), Is.EqualTo((1, 32, 5)));
        Assert.That(set.Test.Image(0)[32 * 32], Is.GreaterThan(200), "000037.jpg, green, is the first that is held out");
        Assert.That(_notes, Has.Some.Contains("list_eval_partition.txt or .csv is not in").And.Some.Contains("list_attr_celeba.txt or .csv is not in").And.Some.Contains("one class"));
    }

    DataSet Load(string name, bool skipBad = false) =>
        new DataFolder(_folder.Path, new PictureSets { Cache = _folder.File("cache"), SkipBadImages = skipBad, Note = _notes.Add }).Load(name);

    void WriteFolder(string name, int count)
    {
        for (var i = 0; i < count; i++) _folder.File($"{name}/{i:00}.png", Encode(40, 40, (_, _) => (10 * i, 0, 0), MagickFormat.Png));
    }

    void WriteCelebA()
    {
        Directory.CreateDirectory(_folder.File("celeba"));
        for (var i = 1; i <= 5; i++) _folder.File($"celeba/img_align_celeba/{i:000000}.jpg", Face);
        File.WriteAllText(_folder.File("celeba/list_attr_celeba.txt"), """
            5
            Bald Male Smiling Young
            000001.jpg -1 -1 -1  1
            000002.jpg -1 -1  1  1
            000003.jpg -1  1 -1 -1
            000004.jpg -1  1 -1 -1
            000005.jpg  1  1  1 -1

            """);
        File.WriteAllText(_folder.File("celeba/list_eval_partition.txt"), "000001.jpg 0\n000002.jpg 0\n000003.jpg 0\n000004.jpg 1\n000005.jpg 2\n");
    }

    /// <summary>JPEG is lossy.</summary>
    static bool IsNear((byte First, byte Second) a, (byte First, byte Second) b) => Math.Abs(a.First - b.First) <= 12 && Math.Abs(a.Second - b.Second) <= 12;

    static byte[] Jpeg(int width, int height, Func<int, int, (int R, int G, int B)> colour) => Encode(width, height, colour, MagickFormat.Jpeg);

    static byte[] Encode(int width, int height, Func<int, int, (int R, int G, int B)> colour, MagickFormat format)
    {
        var bytes = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            var (r, g, b) = colour(i % width, i / width);
            (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)r, (byte)g, (byte)b);
        }
        using var image = new MagickImage(bytes, new PixelReadSettings((uint)width, (uint)height, StorageType.Char, PixelMapping.RGB));
        image.Quality = 95;
        return image.ToByteArray(format);
    }
}
