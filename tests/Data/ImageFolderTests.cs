using SparseGen.Data;

namespace SparseGen.Tests.Data;

/// <summary>Which files of a folder are its pictures.</summary>
public class ImageFolderTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void What_nobody_means_is_left_out_silently()
    {
        foreach (var name in (string[])["b.JPG", "cats/a.png", "._a.jpg", ".hidden/c.png", "__MACOSX/cats/a.png", "cats/.DS_Store", "Thumbs.db", "desktop.ini", "notes.txt"]) _folder.File(name, [1]);
        File.CreateSymbolicLink(_folder.File("dangling.png"), _folder.File("gone.png"));
        File.CreateSymbolicLink(_folder.File("round.png"), _folder.File("round.png"));
        File.CreateSymbolicLink(_folder.File("dangling.gif"), _folder.File("gone.gif"));
        File.CreateSymbolicLink(_folder.File("link.jpg"), _folder.File("b.JPG"));
        Assert.That(ImageFolder.Files(_folder.Path), Is.EqualTo(new[] { "b.JPG", "cats/a.png", "link.jpg" }.Select(_folder.File)));
        Assert.That(ImageFolder.LeftOut(_folder.Path), Is.Null);
    }

    [Test]
    public void A_folder_that_is_hidden_itself_is_read()
    {
        _folder.File(".cache/a.png", [1]);
        Assert.That(ImageFolder.Files(_folder.File(".cache")), Has.Length.EqualTo(1));
    }

    [Test]
    public void Pictures_of_other_formats_are_counted()
    {
        foreach (var name in (string[])["a.gif", "B.GIF", "cats/c.gif", "d.heic", "._e.avif", "f.txt"]) _folder.File(name, [1]);
        Assert.That(ImageFolder.LeftOut(_folder.Path), Is.EqualTo("left out: 3 .gif, 1 .heic"));
        Assert.That(() => ImageFolder.Files(_folder.Path), Throws.TypeOf<FileFormatException>().With.Message.Contains("found none; left out: 3 .gif, 1 .heic"));
    }
}
