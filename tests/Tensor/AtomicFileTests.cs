namespace SparseGen.Tests;

public class AtomicFileTests
{
    [Test]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights", [1, 2, 3]);
        Assert.That(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(9);
            throw new InvalidOperationException();
        }), Throws.InvalidOperationException);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void A_write_replaces_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights", [1, 2, 3]);
        AtomicFile.Write(path, stream => stream.WriteByte(9));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 9 }));
    }
}
