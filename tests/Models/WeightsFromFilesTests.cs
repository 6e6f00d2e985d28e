using SparseGen.Fid.Fuzzing;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class WeightsFromFilesTests
{
    Device _device = null!;
    LinearAutoencoder _model = null!;
    LinearAutoencoder _other = null!;
    string _path = "";

    [SetUp]
    public void Open()
    {
        _device = Device.Host(threads: 1);
        _model = new(_device, seed: 1, new Shape(1, 3, 3), narrowing: 32);
        _other = new(_device, seed: 2, new Shape(1, 3, 3), narrowing: 32);
        _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.safetensors");
    }

    [TearDown]
    public void Close()
    {
        File.Delete(_path);
        _model.Dispose();
        _other.Dispose();
        _device.Dispose();
    }

    [TestCase(".safetensors")]
    [TestCase(".npz")]
    public void Weights_and_masks_survive_a_file_and_optimizers_begin_anew(string extension)
    {
        _path = Path.ChangeExtension(_path, extension);
        _model.Apply(new Dictionary<string, Pattern> { ["encoder.1.weight"] = Half(_model, "encoder.1.weight") });
        _model.SaveWeights(_path);
        Train(_other);
        _other.LoadWeights(_path);
        Assert.That(Bytes(_other.Weights()), Is.EqualTo(Bytes(_model.Weights())));
        Assert.That(Bytes(_other.Snapshot().Arrays), Is.EqualTo(Bytes(_model.Snapshot().Arrays)), "moments and steps of a fresh model are zero");
    }

    [Test]
    public void Dense_weights_make_a_masked_model_dense()
    {
        _model.SaveWeights(_path);
        _other.Apply(new Dictionary<string, Pattern> { ["encoder.1.weight"] = Half(_other, "encoder.1.weight") });
        _other.LoadWeights(_path);
        Assert.That(_other.Density, Is.EqualTo(1));
        Assert.That(Bytes(_other.Weights()), Is.EqualTo(Bytes(_model.Weights())));
    }

    [Test]
    public void A_component_alone_has_names_of_its_own()
    {
        var before = Bytes(_other.Decoder.Parameters.Select(parameter => _other.Weights().Single(pair => pair.Key == parameter.Path)));
        _model.Encoder.SaveWeights(_path);
        Assert.That(Safetensors.Read(_path).Arrays.Keys, Is.EquivalentTo(new[] { "1.weight", "1.bias" }));
        _other.Encoder.LoadWeights(_path);
        Assert.That(Bytes(Of(_other, "encoder.")), Is.EqualTo(Bytes(Of(_model, "encoder."))));
        Assert.That(Bytes(Of(_other, "decoder.")), Is.EqualTo(before));
    }

    [Test]
    public void PyTorchs_checkpoints_are_read_and_names_translated()
    {
        _path = Path.ChangeExtension(_path, ".pth");
        File.WriteAllBytes(_path, SampleCheckpoint.PackArchive(SampleCheckpoint.Of([.. _model.Weights().Select(pair => ("net." + pair.Key, pair.Value))]).ArchiveParts));
        _other.LoadWeights(_path, rename: name => name["net.".Length..]);
        Assert.That(Bytes(_other.Weights()), Is.EqualTo(Bytes(_model.Weights())));
    }

    [Test]
    public void Numbers_are_converted_to_those_of_the_device()
    {
        _model.SaveWeights(_path);
        using var device = Device.Reference();
        using var wide = new LinearAutoencoder(device, seed: 2, new Shape(1, 3, 3), narrowing: 32);
        wide.LoadWeights(_path);
        Assert.That(wide.Weights().First().Value.ToSingle(), Is.EqualTo(_model.Weights().First().Value.ToSingle()));
        wide.SaveWeights(_path);
        _other.LoadWeights(_path);
        Assert.That(Bytes(_other.Weights()), Is.EqualTo(Bytes(_model.Weights())));
    }

    [Test]
    public void A_file_of_other_arrays_is_an_error_that_names_them_and_changes_nothing()
    {
        var before = Bytes(_other.Snapshot().Arrays);
        var arrays = _model.Weights().ToDictionary();
        Refused([.. arrays.Where(pair => pair.Key != "decoder.0.bias")], "'decoder.0.bias'");
        Refused([.. arrays, new("extra", new NDArray(new Shape(1), DType.Float32))], "extra");
        Refused([.. arrays.Select(pair => pair.Key == "decoder.0.bias" ? new(pair.Key, new NDArray(new Shape(3), DType.Float32)) : pair)], "(9)");
        Refused([.. arrays.Select(pair => pair.Key == "decoder.0.bias" ? new(pair.Key, NDArray.Of<float>(pair.Value.Shape, [.. Enumerable.Repeat(float.NaN, 9)])) : pair)], "9 of 9");

        void Refused(KeyValuePair<string, NDArray>[] wrong, string named)
        {
            Safetensors.Write(_path, wrong);
            Assert.That(() => _other.LoadWeights(_path), Throws.TypeOf<FileFormatException>().With.Message.Contains(_path).And.Message.Contains(named));
            Assert.That(Bytes(_other.Snapshot().Arrays), Is.EqualTo(before));
        }
    }

    [Test]
    public void Unless_it_is_strict_what_is_missing_stays_and_what_is_left_over_is_passed_over()
    {
        _other.Apply(new Dictionary<string, Pattern> { ["decoder.0.weight"] = Half(_other, "decoder.0.weight") });
        var before = Bytes(Of(_other, "decoder."));
        Safetensors.Write(_path, Of(_model, "encoder.").Append(new("extra", new NDArray(new Shape(1), DType.Float32))));
        _other.LoadWeights(_path, strict: false);
        Assert.That(Bytes(Of(_other, "encoder.")), Is.EqualTo(Bytes(Of(_model, "encoder."))));
        Assert.That(Bytes(Of(_other, "decoder.")), Is.EqualTo(before));
    }

    [Test]
    public void Two_arrays_of_one_name_and_unknown_formats_are_errors()
    {
        _model.SaveWeights(_path);
        Assert.That(() => _other.LoadWeights(_path, rename: _ => "a"), Throws.TypeOf<FileFormatException>().With.Message.Contains("'a' twice"));
        Assert.That(() => _model.SaveWeights("weights.txt"), Throws.ArgumentException.With.Message.Contains(".safetensors"));
    }

    void Train(LinearAutoencoder model)
    {
        using var scope = _device.OpenScope();
        var images = _device.Allocate(new Shape(1, 3, 3, 4));
        _device.Kernels.Fill(images, 0.5);
        model.Step(images, new StepRandom(1, 0));
    }

    static Pattern Half(LinearAutoencoder model, string path)
    {
        var shape = model.Prunable.Single(parameter => parameter.Path == path).Shape;
        var mask = new byte[shape.Count];
        for (var i = 0; i < mask.Length; i += 2) mask[i] = 1;
        return new Pattern(shape, mask);
    }

    static IEnumerable<KeyValuePair<string, NDArray>> Of(LinearAutoencoder model, string component) =>
        model.Weights().Where(pair => pair.Key.StartsWith(component, StringComparison.Ordinal));

    static string[] Bytes(IEnumerable<KeyValuePair<string, NDArray>> arrays) => [.. arrays.Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value.Bytes)}")];
}
