using System.Text;

namespace SparseGen.Tests;

public class NpyTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void What_is_written_is_read()
    {
        NDArray[] arrays =
        [
            NDArray.Of<float>(new Shape(2, 3), [1, -2, 3, float.NaN, 5, -0f]),
            NDArray.Of<double>(new Shape(), [Math.PI]),
            NDArray.Of<Half>(new Shape(1), [(Half)0.5]),
            NDArray.Of<byte>(new Shape(0, 3), []),
            NDArray.Of<int>(new Shape(1, 1, 1, 1, 1, 2), [int.MinValue, 7]),
            NDArray.Of<long>(new Shape(2), [long.MinValue, long.MaxValue]),
        ];
        var path = _folder.File("array.npy");
        foreach (var array in arrays)
        {
            Npy.Write(path, array);
            var read = Npy.Read(path);
            Assert.That(read.Shape, Is.EqualTo(array.Shape));
            Assert.That(read.DType, Is.EqualTo(array.DType));
            Assert.That(read.Bytes.ToArray(), Is.EqualTo(array.Bytes.ToArray()));
        }
    }

    [Test]
    public void The_bytes_are_those_of_NumPy()
    {
        var path = _folder.File("bytes.npy");
        Npy.Write(path, NDArray.Of<float>(new Shape(1), [1]));
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n";
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(Bytes(header, [0, 0, 0x80, 0x3F])));
    }

    [Test]
    public void Big_endian_numbers_are_converted()
    {
        var read = Npy.Read(_folder.File("big.npy", Bytes("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }\n", [0, 0, 1, 2, 0xFF, 0xFF, 0xFF, 0xFE])));
        Assert.That(read.As<int>().ToArray(), Is.EqualTo(new[] { 258, -2 }));
    }

    [Test]
    public void Fortran_order_becomes_C_order()
    {
        // The array [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]], first index innermost.
        byte[] data = [1, 7, 3, 9, 5, 11, 2, 8, 4, 10, 6, 12];
        var read = Npy.Read(_folder.File("fortran.npy", Bytes("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }\n", data)));
        Assert.That(read.As<byte>().ToArray(), Is.EqualTo(Enumerable.Range(1, 12)));
    }

    [Test]
    public void Version_two_and_another_order_of_keys_are_read()
    {
        var text = Encoding.Latin1.GetBytes("{\"shape\": (1L,), \"fortran_order\": False, \"descr\": \"|b1\"}\n");
        byte[] bytes = [0x93, .. "NUMPY"u8, 2, 0, (byte)text.Length, 0, 0, 0, .. text, 1];
        Assert.That(Npy.Read(_folder.File("two.npy", bytes)).As<byte>().ToArray(), Is.EqualTo(new byte[] { 1 }));
    }

    [TestCase("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "<c8")]
    [TestCase("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "descr")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1), }", "6 dimensions, found 7")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "(-1,)")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", "65536")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "8 bytes*4")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "3 bytes*more")]
    [TestCase("", "descr")]
    public void A_lying_header_is_refused(string header, string expected)
    {
        var path = _folder.File("hostile.npy", Bytes(header, [0, 0, 0, 0]));
        var message = Assert.Throws<FileFormatException>(() => Npy.Read(path))!.Message;
        Assert.That(message, Does.StartWith(path));
        foreach (var part in expected.Split('*')) Assert.That(message, Does.Contain(part));
    }

    [Test]
    public void A_claim_of_two_gigabytes_is_refused_without_allocating_them()
    {
        var path = _folder.File("claim.npy", Bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }\n", [0, 0, 0, 0]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Npy.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains("2,000,000,000").And.Message.Contains("found 4"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 0x93, (byte)'N', (byte)'U' })]
    [TestCase(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0 })]
    [TestCase(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 9, 0, 0, 0 })]
    [TestCase(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 200, 0, (byte)'{' })]
    [TestCase(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 2, 0, 255, 255, 255, 255, (byte)'{' })]
    public void A_file_that_breaks_off_is_refused(byte[] bytes)
    {
        var path = _folder.File("broken.npy", bytes);
        Assert.That(() => Npy.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.StartsWith(path));
    }

    internal static byte[] Bytes(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. data];
}
