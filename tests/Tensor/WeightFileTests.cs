using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SparseGen.Tests;

/// <summary>Files as people have them: wrapped by training scripts, in today's number formats, or no weights at all.</summary>
public class WeightFileTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_wrapped_state_dict_is_found_and_said([Values("state_dict", "model_state_dict", "model", "net")] string wrapping)
    {
        var file = WeightFile.Read(Checkpoint(Dictionary(("epoch", "K\u0003"), (wrapping, Dictionary(("w", Tensor("Float")))), ("optimizer_state_dict", Optimizer))));
        Assert.That(file["w"].ToSingle(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(file.Notes, Has.Exactly(1).Contains($"'{wrapping}'"));
    }

    [Test]
    public void A_tensor_beside_the_state_dict_is_no_weight()
    {
        var file = WeightFile.Read(Checkpoint(Dictionary(("state_dict", Dictionary(("w", Tensor("Float")))), ("best_acc1", Tensor("Float")))));
        Assert.That(file.Arrays.Keys, Is.EqualTo(new[] { "w" }));
    }

    [Test]
    public void Prefixes_of_parallel_and_compiled_modules_are_left_out_and_said()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("_orig_mod.module.conv1.weight", 1), Pair("_orig_mod.module.fc.bias", 2)]);
        var file = WeightFile.Read(path);
        Assert.That(file.Arrays.Keys, Is.EqualTo(new[] { "conv1.weight", "fc.bias" }));
        Assert.That(file.Notes, Has.Count.EqualTo(2).And.Some.Contains("'module.'").And.Some.Contains("'_orig_mod.'"));
    }

    [Test]
    public void Averaged_models_are_read_without_their_prefix_and_their_count_needs_no_place()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("n_averaged", 3), Pair("module.w", 1)]);
        var import = new StrictImport(WeightFile.Read(path), IgnorableArrays.InAnyNetwork);
        import.Take("w", new Shape(1));
        Assert.That(() => import.End("a network"), Throws.Nothing);
    }

    [Test]
    public void A_prefix_stays_where_two_names_would_become_one()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("n_averaged", 3), Pair("module.n_averaged", 1)]);
        Assert.That(WeightFile.Read(path).Arrays.Keys, Is.EqualTo(new[] { "n_averaged", "module.n_averaged" }));
    }

    [Test]
    public void A_prefix_of_some_names_is_part_of_them()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("module.weight", 1), Pair("bias", 2)]);
        Assert.That(WeightFile.Read(path).Arrays.Keys, Is.EqualTo(new[] { "module.weight", "bias" }));
    }

    [Test]
    public void Of_several_networks_one_is_chosen_by_its_name()
    {
        var path = Checkpoint(Dictionary(("netG", Dictionary(("g", Tensor("Float")))), ("netD", Dictionary(("d", Tensor("Float")))), ("optG", Optimizer)));
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("found 2: netG, netD; choose one by FILE#netG"));
        Assert.That(WeightFile.Read($"{path}#netD").Arrays.Keys, Is.EqualTo(new[] { "d" }));
        Assert.That(() => WeightFile.Read($"{path}#g_ema"), Throws.TypeOf<FileFormatException>().With.Message.Contains("'g_ema'").And.Message.Contains("netG, netD"));
    }

    [Test]
    public void A_state_dict_is_found_two_dictionaries_deep()
    {
        var path = Checkpoint(Dictionary(("models", Dictionary(("ema", Dictionary(("g", Tensor("Float")))), ("last", Dictionary(("g", Tensor("Float"))))))));
        Assert.That(WeightFile.Read($"{path}#models.ema").Notes, Has.Some.Contains("'models.ema'"));
    }

    [Test]
    public void BFloat16_is_read()
    {
        // 1.5 and −2 are 0x3FC0 and 0xC000; every BFloat16 is a Float32.
        byte[] elements = [0xC0, 0x3F, 0x00, 0xC0];
        Assert.That(WeightFile.Read(Checkpoint(Dictionary(("w", Tensor("BFloat16"))), elements))["w"].ToSingle(), Is.EqualTo(new[] { 1.5f, -2 }));
        Assert.That(WeightFile.Read(SafetensorsOf("BF16", elements))["w"].ToSingle(), Is.EqualTo(new[] { 1.5f, -2 }));
    }

    [Test]
    public void BFloat16_of_big_endian_machines_is_turned() =>
        Assert.That(WeightFile.Read(Checkpoint(Dictionary(("w", Tensor("BFloat16"))), [0x3F, 0xC0, 0xC0, 0x00], byteOrder: "big"))["w"].ToSingle(), Is.EqualTo(new[] { 1.5f, -2 }));

    [TestCase("F8_E8M0", 1)]
    [TestCase("I16", 2)]
    public void Other_formats_are_named_with_their_tensor_in_safetensors(string format, int size) =>
        Assert.That(() => WeightFile.Read(SafetensorsOf(format, new byte[2 * size])), Throws.TypeOf<FileFormatException>().With.Message.Contains("'w'").And.Message.Contains(format).And.Message.Contains("BF16"));

    [TestCase("float8_e4m3fn")]
    [TestCase("float4_e2m1fn_x2")]
    [TestCase("complex32")]
    [TestCase("bits8")]
    [TestCase("uint4")]
    public void Types_that_are_not_read_are_named_with_their_tensor_in_checkpoints(string type) =>
        AssertUnread($"ctorch._utils\n_rebuild_tensor_v3\n((X\u0007\0\0\0storagectorch.storage\nUntypedStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002tQK\0K\u0002\u0085K\u0001\u0085\u0089ccollections\nOrderedDict\n)Rctorch\n{type}\ntR", $"torch.{type}");

    [TestCase("ComplexFloat")]
    [TestCase("Short")]
    [TestCase("QUInt4x2")]
    public void Storages_that_are_not_read_are_named_with_their_tensor(string type) => AssertUnread(Tensor(type), $"torch.{type}Storage");

    [Test]
    public void A_quantized_tensor_is_named_with_how_it_would_be_put_together() =>
        AssertUnread("ctorch._utils\n_rebuild_qtensor\n(X\u0001\0\0\0xtR", "torch._utils._rebuild_qtensor");

    void AssertUnread(string tensor, string format) =>
        Assert.That(() => WeightFile.Read(Checkpoint(Dictionary(("w", tensor)))), Throws.TypeOf<FileFormatException>().With.Message.Contains("'w'").And.Message.Contains(format).And.Message.Not.Contains("executed"));

    [Test]
    public void Safetensors_are_known_by_any_length_of_their_header()
    {
        for (var padding = 0; padding < 256; padding++)
        {
            // A header of 0x0200 + padding: the second byte is that of pickles of protocol 2.
            var path = SafetensorsOf("F32", new byte[8], headerBytes: 0x200 + padding);
            Assert.That(File.ReadAllBytes(path)[0], Is.EqualTo((byte)padding));
            Assert.That(WeightFile.Read(path).Arrays.Keys, Is.EqualTo(new[] { "w" }), $"{padding}");
        }
    }

    [TestCase("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a Git LFS pointer")]
    [TestCase("\n<!DOCTYPE html><html><head><title>Quota exceeded</title></head></html>", "a web page")]
    [TestCase("", "an empty file")]
    [TestCase("\u001f\u008b\u0008\0\0\0\0\0\0\0", "a gzip file")]
    [TestCase("\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "a single array")]
    [TestCase("plain words", "a file of another kind, 11 bytes long")]
    public void What_is_no_file_of_weights_is_called_what_it_is(string content, string name)
    {
        var path = _folder.File("weights.safetensors", Encoding.Latin1.GetBytes(content));
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains(name));
        if (content.Length >= 8) Assert.That(() => Npz.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains(name.Split(',')[0]).Or.Message.Contains("zip"));
    }

    [Test]
    public void A_network_cannot_be_chosen_of_a_file_that_holds_one()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("w", 1)]);
        Assert.That(() => WeightFile.Read($"{path}#netG"), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains("'netG'"));
    }

    [Test]
    public void A_file_that_does_not_exist_is_named() =>
        Assert.That(() => WeightFile.Read(_folder.File("none.pth")), Throws.TypeOf<FileNotFoundException>().With.Message.StartsWith(_folder.File("none.pth")).And.Message.EndsWith("found no such file"));

    [Test]
    public void A_web_page_under_the_name_of_statistics_or_safetensors_is_called_one()
    {
        var path = _folder.File("a", Encoding.Latin1.GetBytes("<html><body>Sign in</body></html>"));
        Assert.That(() => Npz.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("a web page"));
        Assert.That(() => Safetensors.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("a web page"));
    }

    [Test]
    public void Messages_name_a_handful_of_arrays()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, Enumerable.Range(0, 96).Select(i => Pair($"layer{i}", i)));
        Assert.That(() => WeightFile.Read(path)["x"], Throws.TypeOf<FileFormatException>().With.Message.EndsWith("found layer0, layer1, layer2, layer3, layer4 and 91 more"));
    }

    [Test]
    public void What_is_left_over_is_named_and_what_is_ignorable_is_not()
    {
        var path = _folder.File("a.npz");
        Npz.Write(path, [Pair("w", 1), Pair("bn.num_batches_tracked", 7), Pair("layer1.3.w", 2)]);
        var import = new StrictImport(WeightFile.Read(path), IgnorableArrays.InAnyNetwork);
        import.Take("w", new Shape(1));
        Assert.That(() => import.End("a network"), Throws.TypeOf<FileFormatException>().With.Message.EqualTo($"{path}: expected the arrays of a network and no others, found 1 array without a place in it: layer1.3.w"));
        import.Take("layer1.3.w", new Shape(1));
        Assert.That(() => import.End("a network"), Throws.Nothing);
    }

    [Test]
    public void Numbers_that_are_not_finite_are_counted([Values] bool infinite)
    {
        var bad = infinite ? float.PositiveInfinity : float.NaN;
        var (path, other) = (_folder.File("a.npz"), _folder.File("b.safetensors"));
        Npz.Write(path, [new("w", NDArray.Of<float>(new Shape(3), [bad, 1, bad]))]);
        Safetensors.Write(other, [new("w", NDArray.Of<Half>(new Shape(3), [(Half)bad, (Half)1, (Half)bad]))]);
        foreach (var one in new[] { path, other })
            Assert.That(() => new StrictImport(WeightFile.Read(one), IgnorableArrays.InAnyNetwork).Take("w", new Shape(3)), Throws.TypeOf<FileFormatException>().With.Message.Contains("'w'").And.Message.Contains("found 2 of 3"));
    }

    /// <summary>With moments by name, as some optimizers save them.</summary>
    static string Optimizer => $"}}(X\u0005\0\0\0state{Dictionary(("exp_avg", Tensor("Float")))}X\u000c\0\0\0param_groups]u";

    static KeyValuePair<string, NDArray> Pair(string name, float value) => new(name, NDArray.Of<float>(new Shape(1), [value]));

    static string Dictionary(params (string Key, string Value)[] entries) => $"}}({string.Concat(entries.Select(entry => $"X{(char)entry.Key.Length}\0\0\0{entry.Key}{entry.Value}"))}u";

    /// <summary>Two elements of storage 0.</summary>
    static string Tensor(string type) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\n{type}Storage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002tQK\0K\u0002\u0085K\u0001\u0085\u0089ccollections\nOrderedDict\n)RtR";

    string Checkpoint(string pickle, byte[]? storage = null, string byteOrder = "little")
    {
        var path = _folder.File("checkpoint.pth");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in new[] { ("archive/data.pkl", Encoding.Latin1.GetBytes($"\u0080\u0002{pickle}.")), ("archive/byteorder", Encoding.ASCII.GetBytes(byteOrder)), ("archive/data/0", storage ?? [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]) })
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(bytes);
        }
        return path;
    }

    /// <summary>Two elements "w".</summary>
    string SafetensorsOf(string type, byte[] data, int headerBytes = 0)
    {
        var header = $"{{\"w\":{{\"dtype\":\"{type}\",\"shape\":[2],\"data_offsets\":[0,{data.Length}]}}}}".PadRight(headerBytes);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return _folder.File("weights.safetensors", [.. length, .. Encoding.ASCII.GetBytes(header), .. data]);
    }
}
