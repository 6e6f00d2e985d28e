using SparseGen.Fid;

namespace SparseGen.Tests.Fid;

sealed class InceptionWeightsTests
{
    const string First = "Conv2d_1a_3x3.conv.weight";

    [Test]
    public void Names_and_shapes_are_those_of_the_published_checkpoint()
    {
        var arrays = InceptionNetwork.Arrays.ToDictionary();
        Assert.That(arrays, Has.Count.EqualTo(94 * 5 + 1));
        Assert.That(arrays[First], Is.EqualTo(new Shape(32, 3, 3, 3)));
        Assert.That(arrays["Mixed_6c.branch7x7dbl_4.conv.weight"], Is.EqualTo(new Shape(160, 160, 7, 1)));
        Assert.That(arrays["Mixed_7c.branch3x3dbl_3b.bn.running_var"], Is.EqualTo(new Shape(384)));
        Assert.That(arrays["fc.weight"], Is.EqualTo(new Shape(1008, 2048)));
    }

    [Test]
    public void Weights_of_all_formats_are_converted_alike()
    {
        using var folder = new TemporaryFolder();
        // Half-precision values, so that all formats hold the same; the bias is kept though scores do not use it.
        var arrays = InceptionNetwork.Arrays.Append(new("fc.bias", new Shape(1008))).ToDictionary(array => array.Key, array =>
            NDArray.Of<Half>(array.Value, Array.ConvertAll(HashedInception.Array(array.Key, array.Value).ToSingle(), value => (Half)value)));
        var (halves, singles) = (folder.File("halves.safetensors"), folder.File("singles.npz"));
        Safetensors.Write(halves, arrays);
        Npz.Write(singles, arrays.Select(array => new KeyValuePair<string, NDArray>(array.Key, NDArray.Of<float>(array.Value.Shape, array.Value.ToSingle()))));
        InceptionWeights.Convert(halves, folder.File("a.safetensors"));
        var checksum = InceptionWeights.Convert(singles, folder.File("b.safetensors"));
        Assert.That(checksum, Does.Match("^[0-9a-f]{64}$"));
        var (a, b) = (Safetensors.Read(folder.File("a.safetensors")), Safetensors.Read(folder.File("b.safetensors")));
        Assert.That(b.Metadata["source_sha256"], Is.EqualTo(checksum));
        Assert.That(a.Arrays.Keys, Is.EqualTo(b.Arrays.Keys));
        foreach (var (name, array) in a.Arrays) Assert.That(array.Bytes.SequenceEqual(b.Arrays[name].Bytes), Is.True, name);
        Assert.That(a[First].ToSingle(), Is.EqualTo(arrays[First].ToSingle()));
    }

    [Test]
    public void An_array_without_a_place_is_refused_but_for_the_head_of_the_training()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights.safetensors");
        var arrays = InceptionNetwork.Arrays.Select(array => new KeyValuePair<string, NDArray>(array.Key, HashedInception.Array(array.Key, array.Value)))
            .Append(new("AuxLogits.fc.bias", new NDArray(new Shape(1000), DType.Float32)))
            .Append(new("Conv2d_1a_3x3.bn.num_batches_tracked", new NDArray(new Shape(), DType.Int64)));
        Safetensors.Write(path, arrays);
        Assert.That(() => InceptionWeights.Convert(path, folder.File("out")), Throws.Nothing);
        Safetensors.Write(path, arrays.Append(new("Mixed_8.conv.weight", new NDArray(new Shape(1), DType.Float32))));
        Assert.That(() => InceptionWeights.Convert(path, folder.File("out")), Throws.TypeOf<FileFormatException>().With.Message.EndsWith("Mixed_8.conv.weight"));
    }

    [Test]
    public void Statistics_have_no_other_arrays_than_those_that_tools_add()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("statistics.npz");
        KeyValuePair<string, NDArray>[] arrays = [new("mu", NDArray.Of<double>(new Shape(1), [1])), new("sigma", NDArray.Of<double>(new Shape(1, 1), [2]))];
        Npz.Write(path, arrays.Append(new("arr_0", new NDArray(new Shape(2), DType.UInt8))));
        Assert.That(StatisticsFile.Read(path).Mean, Is.EqualTo(new[] { 1 }));
        Npz.Write(path, arrays.Append(new("weights", new NDArray(new Shape(2), DType.UInt8))));
        Assert.That(() => StatisticsFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.EndsWith("weights"));
    }

    [Test]
    public void A_missing_array_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights.npz");
        Npz.Write(path, [new("conv1.weight", NDArray.Of<float>(new Shape(1), [1]))]);
        Assert.That(() => InceptionWeights.Convert(path, folder.File("out")), Throws.TypeOf<FileFormatException>().With.Message.EqualTo($"{path}: expected an array '{First}', found conv1.weight"));
    }

    [Test]
    public void A_wrong_shape_is_named_with_the_right_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights.npz");
        Npz.Write(path, [new(First, new NDArray(new Shape(32, 3, 5, 5), DType.Float32))]);
        Assert.That(() => InceptionWeights.Convert(path, folder.File("out")), Throws.TypeOf<FileFormatException>().With.Message.EqualTo($"{path}: expected '{First}' to have shape (32, 3, 3, 3), found (32, 3, 5, 5)"));
    }

    [Test]
    public void Numbers_that_are_not_finite_are_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights.npz");
        var values = new float[32 * 3 * 3 * 3];
        values[17] = float.NaN;
        Npz.Write(path, [new(First, NDArray.Of<float>(new Shape(32, 3, 3, 3), values))]);
        Assert.That(() => InceptionWeights.Convert(path, folder.File("out")), Throws.TypeOf<FileFormatException>().With.Message.Contains(First).And.Message.Contains("NaN"));
    }
}
