using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class ModelStateTests
{
    static readonly Shape Image = new(1, 6, 6);
    static readonly Shape Batch = new(1, 6, 6, 8);

    Device _device = null!;
    ConvolutionalAutoencoder _model = null!;
    Tensor _images = null!;

    [SetUp]
    public void Open()
    {
        _device = Device.Host(threads: 1);
        _model = New(seed: 7);
        _images = _device.AllocateOwned(Batch);
        _device.Kernels.Uniform(RandomStream.For(0, "images"), _images);
    }

    [TearDown]
    public void Close()
    {
        _model.Dispose();
        _images.Dispose();
        Assert.That(_device.Memory.BytesInUse, Is.Zero, "bytes not given back");
        _device.Dispose();
    }

    [Test]
    public void A_restored_model_trains_on_exactly_as_it_did()
    {
        Train(3);
        var early = _model.Snapshot();
        var first = Train(4);
        _model.Restore(early);
        Assert.That(Train(4), Is.EqualTo(first));
    }

    [Test]
    public void A_snapshot_of_a_masked_model_restores_its_masks()
    {
        _model.Apply(EveryOther());
        Train(3);
        var masked = _model.Snapshot();
        var first = Train(4);
        _model.Initialise(8);
        _model.Restore(masked);
        Assert.That(_model.Density, Is.EqualTo(0.5).Within(0.01));
        Assert.That(Train(4), Is.EqualTo(first));
    }

    [Test]
    public void A_snapshot_of_the_dense_model_makes_a_masked_one_dense()
    {
        var dense = _model.Snapshot();
        _model.Apply(EveryOther());
        Train(1);
        _model.Restore(dense);
        Assert.That(_model.Density, Is.EqualTo(1));
        Assert.That(Same(_model.Snapshot(), dense), Is.True);
    }

    [Test]
    public void A_snapshot_survives_a_file()
    {
        _model.Apply(EveryOther());
        Train(2);
        var snapshot = _model.Snapshot();
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.safetensors");
        Safetensors.Write(path, snapshot.Arrays);
        using var other = New(seed: 8);
        other.Restore(new Snapshot(Safetensors.Read(path).Arrays));
        File.Delete(path);
        Assert.That(Same(other.Snapshot(), snapshot), Is.True);
    }

    [Test]
    public void A_snapshot_names_everything_that_training_changes()
    {
        var before = _model.Snapshot();
        Train(1);
        var after = _model.Snapshot();
        var unchanged = before.Arrays.Where(pair => pair.Value.Bytes.SequenceEqual(after.Arrays[pair.Key].Bytes)).Select(pair => pair.Key);
        Assert.That(unchanged, Is.Empty);
        Assert.That(after.Arrays.Keys, Is.SupersetOf(new[]
        {
            "encoder.0.weight", "encoder.0.weight.adam.m", "encoder.0.weight.adam.v", "encoder.1.weight", "encoder.1.bias",
            "encoder.1.running_mean", "encoder.1.running_var", "encoder.4.bias", "decoder.0.weight", "decoder.4.bias", "reconstruction.steps",
        }));
    }

    [Test]
    public void Initialising_again_from_the_same_seed_is_a_new_start()
    {
        var fresh = _model.Snapshot();
        _model.Apply(EveryOther());
        Train(2);
        _model.Initialise(7);
        Assert.That(Same(_model.Snapshot(), fresh), Is.True);
        _model.Initialise(8);
        Assert.That(Same(_model.Snapshot(), fresh), Is.False);
    }

    [Test]
    public void Pruned_weights_stay_zero_whatever_the_optimizer_remembers()
    {
        Train(3);
        var patterns = EveryOther();
        _model.Apply(patterns);
        Train(3);
        var arrays = _model.Snapshot().Arrays;
        foreach (var (path, pattern) in patterns)
        {
            var (mask, values) = (pattern.ToMask(), arrays[path].As<float>().ToArray());
            Assert.That(values.Where((_, i) => mask[i] == 0), Is.All.Zero, path);
            Assert.That(values.Where((_, i) => mask[i] != 0), Is.All.Not.Zero, path);
        }
    }

    [Test]
    public void A_snapshot_of_another_model_is_refused_by_name()
    {
        using var wider = new ConvolutionalAutoencoder(_device, 7, Image, narrowing: 4);
        Assert.That(() => _model.Restore(wider.Snapshot()),
            Throws.ArgumentException.With.Message.Contains("encoder.0.weight").And.Message.Contains("(64, 1, 4, 4)").And.Message.Contains("(32, 1, 4, 4)"));
        Assert.That(() => _model.Restore(new Snapshot([])), Throws.ArgumentException.With.Message.Contains("encoder.0.weight"));
    }

    [TestCase("decoder.4.bias")]
    [TestCase("encoder.1.running_var")]
    [TestCase("decoder.0.weight.adam.v")]
    [TestCase("reconstruction.steps")]
    public void A_snapshot_without_an_array_changes_nothing(string missing)
    {
        var lacking = new Snapshot(_model.Snapshot().Arrays.Where(pair => pair.Key != missing));
        Train(1);
        var before = _model.Snapshot();
        Assert.That(() => _model.Restore(lacking), Throws.ArgumentException.With.Message.Contains($"'{missing}'"));
        Assert.That(Same(_model.Snapshot(), before), Is.True);
    }

    [Test]
    public void Masks_of_which_one_does_not_fit_change_nothing()
    {
        var patterns = EveryOther();
        patterns["decoder.4.weight"] = new(new Shape(1, 2), [1, 0]);
        Assert.That(() => _model.Apply(patterns), Throws.ArgumentException.With.Message.Contains("decoder.4.weight"));
        Assert.That(_model.Density, Is.EqualTo(1));
    }

    [Test]
    public void A_mask_of_an_unknown_parameter_is_refused_by_name() =>
        Assert.That(() => _model.Apply(new Dictionary<string, Pattern> { ["encoder.1.weight"] = new(new Shape(1, 1), [1]) }),
            Throws.ArgumentException.With.Message.Contains("encoder.1.weight").And.Message.Contains("encoder.0.weight"));

    ConvolutionalAutoencoder New(ulong seed) => new(_device, seed, Image, narrowing: 8);

    double[] Train(int steps)
    {
        var losses = new double[steps];
        for (var step = 0; step < steps; step++) losses[step] = _model.Step(_images, new StepRandom(7, (ulong)step))["reconstruction"];
        return losses;
    }

    Dictionary<string, Pattern> EveryOther() => _model.Prunable.ToDictionary(parameter => parameter.Path, parameter =>
    {
        var mask = new byte[parameter.Shape.Count];
        for (var i = 0; i < mask.Length; i += 2) mask[i] = 1;
        return new Pattern(parameter.Shape, mask);
    });

    static bool Same(Snapshot a, Snapshot b) =>
        a.Arrays.Keys.SequenceEqual(b.Arrays.Keys) && a.Arrays.All(pair => pair.Value.Bytes.SequenceEqual(b.Arrays[pair.Key].Bytes));
}
