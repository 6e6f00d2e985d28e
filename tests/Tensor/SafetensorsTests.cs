using System.Buffers.Binary;
using System.Text;

namespace SparseGen.Tests;

public class SafetensorsTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void What_is_written_is_read()
    {
        var path = _folder.File("all.safetensors");
        var arrays = new Dictionary<string, NDArray>
        {
            ["mask"] = NDArray.Of<byte>(new Shape(3), [1, 0, 1]),
            ["decoder.2.weight"] = NDArray.Of<float>(new Shape(2, 3), [1, -2, 3, float.NaN, 5, -0f]),
            ["scalar"] = NDArray.Of<double>(new Shape(), [Math.PI]),
            ["empty"] = NDArray.Of<int>(new Shape(0, 4), []),
            ["half ü"] = NDArray.Of<Half>(new Shape(1), [(Half)0.5]),
            ["steps"] = NDArray.Of<long>(new Shape(2), [long.MinValue, long.MaxValue]),
            ["index"] = NDArray.Of<int>(new Shape(1, 1, 1, 1, 1, 2), [int.MinValue, 7]),
        };
        Safetensors.Write(path, arrays, new Dictionary<string, string> { ["seed"] = "7", ["about"] = "a \"ticket\"" });

        var file = Safetensors.Read(path);
        Assert.That(file.Arrays.Keys, Is.EquivalentTo(arrays.Keys));
        foreach (var (name, array) in arrays)
        {
            Assert.That(file[name].Shape, Is.EqualTo(array.Shape), name);
            Assert.That(file[name].DType, Is.EqualTo(array.DType), name);
            Assert.That(file[name].Bytes.ToArray(), Is.EqualTo(array.Bytes.ToArray()), name);
        }
        Assert.That(file.Metadata, Is.EquivalentTo(new Dictionary<string, string> { ["about"] = "a \"ticket\"", ["seed"] = "7" }));
    }

    [Test]
    public void The_bytes_are_those_of_the_format()
    {
        var path = _folder.File("bytes.safetensors");
        Safetensors.Write(path, [new("a", NDArray.Of<byte>(new Shape(2), [7, 8])), new("b", NDArray.Of<float>(new Shape(1), [1]))]);
        var header = """{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(Bytes(header, [0, 0, 0x80, 0x3F, 7, 8])));
    }

    [Test]
    public void Booleans_are_read_as_bytes()
    {
        var file = Safetensors.Read(_folder.File("bool.safetensors", Bytes("""{"m":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", [1, 0])));
        Assert.That(file["m"].As<byte>().ToArray(), Is.EqualTo(new byte[] { 1, 0 }));
    }

    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "JSON", TestName = "Malformed_JSON_is_refused")]
    [TestCase("""[1,2]""", "JSON object", TestName = "A_header_that_is_no_object_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "each name once", TestName = "A_name_given_twice_is_refused")]
    [TestCase("""{"\ud800":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "JSON", TestName = "A_name_that_is_no_text_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[8]}}""", "two data_offsets", TestName = "A_tensor_without_offsets_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,4,8]}}""", "two data_offsets", TestName = "Three_offsets_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[8.5],"data_offsets":[0,8]}}""", "data_offsets", TestName = "A_fractional_size_is_refused")]
    [TestCase("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,8]}}""", "'a'*F8_E4M3", TestName = "An_unknown_type_is_named")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "'a'*12 bytes*8", TestName = "Offsets_must_fit_shape_and_type")]
    [TestCase("""{"a":{"dtype":"U8","shape":[16],"data_offsets":[-8,8]}}""", "[-8,8]", TestName = "Negative_offsets_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[8,4]}}""", "[8,4]", TestName = "An_end_before_the_beginning_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[-8],"data_offsets":[0,8]}}""", "[-8]", TestName = "Negative_sizes_are_refused")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,8]}}""", "can exist", TestName = "A_shape_whose_size_overflows_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,8],"data_offsets":[0,8]}}""", "6 dimensions*7", TestName = "Seven_dimensions_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "'b'*overlap", TestName = "Overlapping_tensors_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "'b'*belong to none", TestName = "Holes_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", "9 bytes*8", TestName = "A_tensor_beyond_the_end_is_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[7],"data_offsets":[0,7]}}""", "7 bytes*8", TestName = "Bytes_after_the_last_tensor_are_refused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]}}""", "can exist", TestName = "A_size_beyond_any_array_is_refused")]
    [TestCase("""{"__metadata__":{"a":1},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "texts", TestName = "Metadata_that_is_no_text_is_refused")]
    public void A_lying_header_is_refused(string header, string expected)
    {
        var path = _folder.File("hostile.safetensors", Bytes(header, new byte[8]));
        var message = Assert.Throws<FileFormatException>(() => Safetensors.Read(path))!.Message;
        Assert.That(message, Does.StartWith(path));
        foreach (var part in expected.Split('*')) Assert.That(message, Does.Contain(part));
    }

    [Test]
    public void A_header_length_beyond_the_file_is_refused_without_allocating_it([Values(1ul << 40, ulong.MaxValue, 100ul)] ulong length)
    {
        var bytes = Bytes("{}", []);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var path = _folder.File("length.safetensors", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Safetensors.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains($"{length:N0}").And.Message.Contains("found 2 bytes"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void A_file_shorter_than_the_length_field_is_refused()
    {
        var path = _folder.File("short.safetensors", [1, 2, 3]);
        Assert.That(() => Safetensors.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains("found 3"));
    }

    [Test]
    public void A_missing_array_is_named_with_the_ones_present()
    {
        var path = _folder.File("names.safetensors");
        Safetensors.Write(path, [new("weight", NDArray.Of<byte>(new Shape(1), [1]))]);
        var file = Safetensors.Read(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => file["bias"], Throws.InstanceOf<FileFormatException>().With.Message.Contains("'bias'").And.Message.Contains("weight"));
            Assert.That(() => file.Get("weight", new Shape(2)), Throws.InstanceOf<FileFormatException>().With.Message.Contains("(2)").And.Message.Contains("(1)"));
        }
    }

    [Test]
    public void Names_are_given_once()
    {
        var array = NDArray.Of<byte>(new Shape(1), [1]);
        var path = _folder.File("twice.safetensors");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Safetensors.Write(path, [new("a", array), new("a", array)]), Throws.ArgumentException);
            Assert.That(() => Safetensors.Write(path, [new("__metadata__", array)]), Throws.ArgumentException);
            Assert.That(File.Exists(path), Is.False);
        }
    }

    static byte[] Bytes(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }
}
