using OwnNetworks;
using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Models;

/// <summary>Channels that belong together are found by following the losses, and removing those that contribute nothing changes nothing.</summary>
public class ChannelSetsTests
{
    static readonly Shape Image = new(3, 32, 32);

    /// <summary>Sets and channels of each model, and channels that a batch norm scales: counted by hand from the networks' descriptions, at full width.</summary>
    static IEnumerable<TestCaseData> Counts() =>
        from row in new (string Name, int Sets, int Channels, int Scaled)[]
        {
            // 3072-128-3072: the hidden layer.
            ("linear-ae", 1, 128, 0),
            // 64-128-256 and back, and the 200 features between.
            ("conv-ae", 7, 2 * 448 + 200, 2 * 448),
            // The encoder's 64-128-256, the decoder's 512-256-128; latents stay.
            ("vae", 6, 448 + 896, 448 + 896),
            ("beta-vae", 6, 448 + 896, 448 + 896),
            // 128 each: in the trunk conv1 of four blocks, and the sums behind blocks 0, 1, and 2 and 3 together; in the decoder the
            // linear layer, conv1 of three blocks and the sums behind them.
            ("resnet-vae", 14, 14 * 128, 14 * 128),
            // 512-256-128 against 128-256-512, whose first layer has no batch norm.
            ("dcgan", 6, 2 * 896, 2 * 896 - 128),
            ("wgan", 6, 2 * 896, 2 * 896 - 128),
            ("wgan-gp", 6, 2 * 896, 896),
            // 512-256-128-64 against 64-64-128-128-256-256-512 without batch norm.
            ("sngan", 11, 960 + 1408, 960),
            // Seven in the generator; in the discriminator conv1 of four blocks, and the sums behind block 0 and behind 1, 2 and 3 together.
            ("resnet-dcgan", 13, 13 * 128, 13 * 128),
        }
        select new TestCaseData(row.Name, row.Sets, row.Channels, row.Scaled).SetArgDisplayNames(row.Name);

    static IEnumerable<TestCaseData> Names() => Zoo.All.Select(entry => new TestCaseData(entry.Name).SetArgDisplayNames(entry.Name));

    [TestCaseSource(nameof(Counts))]
    public void All_sets_of_a_model_are_found(string name, int sets, int channels, int scaled)
    {
        using var device = Device.Host(1);
        using var model = Create(device, name, narrowing: 1);
        var found = ChannelSets.Of(model, Image).All;
        Assert.That((found.Count, found.Sum(set => set.Count), found.Where(set => set.Scales.Count > 0).Sum(set => set.Count)), Is.EqualTo((sets, channels, scaled)));
        // No axis of a tensor is in two sets.
        var members = found.SelectMany(set => set.Members).Select(member => (member.Path, member.Axis)).ToArray();
        Assert.That(members, Is.Unique);
        // Images, latents and logits are in none.
        foreach (var set in found)
            foreach (var member in set.Members)
                if (member.Parameter is { } parameter) Assert.That(member.Indices.Sum(indices => indices.Length), Is.EqualTo(parameter.Shape[member.Axis]), $"{member.Path}, axis {member.Axis}");
    }

    [TestCaseSource(nameof(Names))]
    public void Removing_channels_that_contribute_nothing_changes_nothing(string name)
    {
        using var device = Device.Reference();
        using var model = Create(device, name, narrowing: 16);
        var sets = ChannelSets.Of(model, Image);
        var kept = Kept(sets, every: 3);
        // Nothing comes into those channels and nothing goes out of them.
        foreach (var (set, flags) in sets.All.Zip(kept))
            foreach (var member in set.Members)
                if (member.Parameter is { } parameter) Zero(parameter, member, flags);
        var (before, weights) = (Results(model), model.Prunable.Sum(parameter => parameter.Shape.Count));
        sets.Keep(kept);
        Assert.That(model.IsNarrowed);
        Assert.That(model.Prunable.Sum(parameter => parameter.Shape.Count), Is.LessThan(0.8 * weights));
        AssertEqual(Results(model), before);
        // What is left is a network like any other: its channels are found, and it trains.
        Assert.That(ChannelSets.Of(model, Image).All.Select(set => set.Count), Is.EqualTo(kept.Select(flags => flags.Count(flag => flag))));
        using var scope = device.OpenScope();
        var step = model.Step(Images(device, seed: 1), new StepRandom(1, 0));
        Assert.That(step.Names.Select(loss => step[loss]), Has.All.Not.NaN);
    }

    /// <summary>As removal by scales has it: γ = β = 0 makes a channel 0 in networks whose convolutions read nothing but normalised maps.</summary>
    [TestCase("dcgan")]
    [TestCase("sngan")]
    [TestCase("vae")]
    [TestCase("conv-ae")]
    public void A_channel_of_scale_and_shift_0_contributes_nothing(string name)
    {
        using var device = Device.Reference();
        using var model = Create(device, name, narrowing: 16);
        var sets = ChannelSets.Of(model, Image);
        var kept = sets.All.Select(set => Enumerable.Range(0, set.Count).Select(i => set.Scales.Count == 0 || i % 2 == 0).ToArray()).ToArray();
        foreach (var (set, flags) in sets.All.Zip(kept))
            foreach (var member in set.Members)
                if (member.Parameter is { Shape.Rank: 1 } parameter && set.Scales.Count > 0) Zero(parameter, member, flags);
        var before = Results(model);
        sets.Keep(kept);
        AssertEqual(Results(model), before);
    }

    [Test]
    public void Weights_masks_moments_and_statistics_lose_the_same_entries()
    {
        using var device = Device.Host(1);
        using var model = Create(device, "dcgan", narrowing: 16);
        model.Apply(Zoo.Masks(model));
        using (device.OpenScope())
            for (var i = 0UL; i < 3; i++) model.Step(Images(device, seed: i), new StepRandom(1, i));
        var sets = ChannelSets.Of(model, Image);
        var kept = Kept(sets, every: 2);
        var before = model.Snapshot().Arrays;
        sets.Keep(kept);
        var after = model.Snapshot().Arrays;
        Assert.That(after.Keys, Is.EqualTo(before.Keys.Append("narrowed").Order()).AsCollection.Or.EquivalentTo(before.Keys.Append("narrowed")));
        foreach (var (path, array) in before)
        {
            var expected = array;
            var values = array.ToDouble();
            var shape = array.Shape;
            foreach (var (set, flags) in sets.All.Zip(kept))
                foreach (var member in set.Members.Where(member => path == member.Path || path.StartsWith(member.Path + ".")))
                {
                    int[] left = [.. Enumerable.Range(0, shape[member.Axis]).Where(index => !Enumerable.Range(0, set.Count).Any(channel => !flags[channel] && member.Indices[channel].Contains(index)))];
                    values = AxisSelection.Of<double>(values, shape, member.Axis, left);
                    shape = shape.With(member.Axis, left.Length);
                }
            Assert.That(after[path].Shape, Is.EqualTo(shape), path);
            Assert.That(after[path].ToDouble(), Is.EqualTo(values), path);
        }
    }

    [Test]
    public void A_snapshot_brings_its_widths_along()
    {
        using var device = Device.Host(1);
        using var model = Create(device, "sngan", narrowing: 16);
        using var other = Create(device, "sngan", narrowing: 16);
        var wide = model.Snapshot();
        var sets = ChannelSets.Of(model, Image);
        sets.Keep(Kept(sets, every: 2));
        using (device.OpenScope()) model.Step(Images(device, seed: 1), new StepRandom(1, 0));
        var narrow = model.Snapshot();
        other.Restore(narrow);
        Assert.That(Bytes(other.Snapshot()), Is.EqualTo(Bytes(narrow)));
        other.Restore(wide);
        Assert.That(Bytes(other.Snapshot()), Is.EqualTo(Bytes(wide)), "and back");
        Assert.That(other.IsNarrowed, Is.False);

        using var folder = new TemporaryFolder();
        model.SaveWeights(folder.File("narrow.safetensors"));
        other.LoadWeights(folder.File("narrow.safetensors"));
        Assert.That(other.Weights().Select(pair => Convert.ToHexString(pair.Value.Bytes)), Is.EqualTo(model.Weights().Select(pair => Convert.ToHexString(pair.Value.Bytes))));
        other.Initialise(7);
        Assert.That(other.IsNarrowed, Is.False, "all channels return");
        other.Restore(narrow);
        other.Initialise(7, keepWidths: true);
        Assert.That(other.IsNarrowed);
    }

    [Test]
    public void Smaller_arrays_without_a_word_about_removed_channels_are_refused_and_nothing_changes()
    {
        using var device = Device.Host(1);
        using var model = Create(device, "dcgan", narrowing: 16);
        using var narrower = Create(device, "dcgan", narrowing: 32);
        var before = Bytes(model.Snapshot());
        Assert.That(() => model.Restore(narrower.Snapshot()), Throws.ArgumentException);
        Assert.That(Bytes(model.Snapshot()), Is.EqualTo(before));
        // Larger ones are refused in any case.
        using var narrowest = Create(device, "dcgan", narrowing: 64);
        var sets = ChannelSets.Of(model, Image);
        sets.Keep(Kept(sets, every: 2));
        Assert.That(() => narrowest.Restore(model.Snapshot()), Throws.ArgumentException);
    }

    [Test]
    public void A_network_of_ones_own_loses_half_its_channels()
    {
        using var device = Device.Host(1);
        using var model = new ResidualClassifier(device, seed: 7);
        var sets = ChannelSets.Of(model, image: new Shape(1, 28, 28));
        var set = sets.All.Single();
        Assert.That(set.Members.Select(member => $"{member.Path} {member.Axis}"), Is.EqualTo(new[]
        {
            "network.first.0.weight 0", "network.first.0.bias 0", "network.block.0.weight 0", "network.block.0.weight 1", "network.block.1.weight 0", "network.block.1.bias 0",
            "network.last.2.weight 1", "network.block.1.running_mean 0", "network.block.1.running_var 0",
        }));
        ChannelMask.BySmallestScales(sets, fraction: 0.5, Components.All).Apply();
        Assert.That(model.Parameters.First(parameter => parameter.Path == "network.block.0.weight").Shape, Is.EqualTo(new Shape(8, 8, 3, 3)));
    }

    [Test]
    public void What_cannot_be_followed_is_named()
    {
        using var device = Device.Host(1);
        using var model = new Strange(device);
        Assert.That(() => ChannelSets.Of(model, Image), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Halves").And.Message.Contains("(4, "));
    }

    /// <summary>A second head on detached features: they lose the same channels.</summary>
    [Test]
    public void Detached_values_go_with_what_they_were_detached_from()
    {
        using var device = Device.Host(1);
        using var model = new Probed(device);
        var sets = ChannelSets.Of(model, new Shape(3, 4, 4));
        Assert.That(sets.All.Single().Members.Select(member => $"{member.Path} {member.Axis}"), Is.EqualTo(new[] { "first.weight 0", "first.bias 0", "head.weight 1", "probe.weight 1" }));
        sets.Keep(Kept(sets, every: 2));
        using var scope = device.OpenScope();
        var images = device.Allocate(new Shape(3, 4, 4, 2));
        device.Kernels.Uniform(RandomStream.For(1, "images"), images);
        Assert.That(model.Step(images, new StepRandom(1, 0))[0], Is.Not.NaN);
    }

    [Test]
    public void Sets_are_those_of_one_width()
    {
        using var device = Device.Host(1);
        using var model = Create(device, "dcgan", narrowing: 16);
        var sets = ChannelSets.Of(model, Image);
        sets.Keep(Kept(sets, every: 4));
        var before = Bytes(model.Snapshot());
        Assert.That(() => sets.Keep(Kept(sets, every: 4)), Throws.InvalidOperationException.With.Message.Contains("ChannelSets.Of"));
        Assert.That(Bytes(model.Snapshot()), Is.EqualTo(before));
    }

    [Test]
    public void A_shape_that_is_written_in_a_network_is_named_when_channels_go()
    {
        using var device = Device.Host(1);
        using var model = new Probed(device, reshapesTo: 6);
        var sets = ChannelSets.Of(model, new Shape(3, 4, 4));
        Assert.That(() => sets.Keep(Kept(sets, every: 2)), Throws.InvalidOperationException.With.Message.Contains("follow from its parameters"));
    }

    /// <summary>Behind a flattened map every channel has several γ; the first of them says nothing about the others.</summary>
    [Test]
    public void A_channel_has_the_mean_of_all_its_scales()
    {
        using var device = Device.Host(1);
        using var model = new Unflattened(device);
        var sets = ChannelSets.Of(model, new Shape(3, 4, 4));
        var gamma = model.Parameters.Single(parameter => parameter.Path == "norm.weight");
        device.Write(gamma.Value.Value, [0, 10, 10, 10, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
        Assert.That(ChannelMask.BySmallestScales(sets, 0.25, Components.All).Kept.Single(), Is.EqualTo(new[] { true, false, true, true }));
    }

    [Test]
    public void A_set_keeps_a_channel()
    {
        using var device = Device.Host(1);
        using var model = Create(device, "dcgan", narrowing: 16);
        var sets = ChannelSets.Of(model, Image);
        var before = Bytes(model.Snapshot());
        Assert.That(() => sets.Keep([.. sets.All.Select(set => new bool[set.Count])]), Throws.ArgumentException.With.Message.Contains(sets.All[0].Name));
        Assert.That(() => sets.Keep([]), Throws.ArgumentException);
        Assert.That(Bytes(model.Snapshot()), Is.EqualTo(before));
    }

    static Model Create(Device device, string name, int narrowing) => Zoo.All.First(entry => entry.Name == name).Create(device, Image, narrowing);

    /// <summary>Without every n-th channel.</summary>
    static bool[][] Kept(ChannelSets sets, int every) => [.. sets.All.Select(set => Enumerable.Range(0, set.Count).Select(i => set.Count == 1 || i % every != every - 1).ToArray())];

    static void Zero(Parameter parameter, ChannelMember member, bool[] flags)
    {
        var values = parameter.Value.Value.Span<double>();
        var inner = 1;
        for (var axis = member.Axis + 1; axis < parameter.Shape.Rank; axis++) inner *= parameter.Shape[axis];
        var removed = Enumerable.Range(0, flags.Length).Where(channel => !flags[channel]).SelectMany(channel => member.Indices[channel]).ToHashSet();
        for (var i = 0; i < values.Length; i++)
            if (removed.Contains(i / inner % parameter.Shape[member.Axis])) values[i] = 0;
    }

    static Tensor Images(Device device, ulong seed)
    {
        var images = device.Allocate(new Shape(3, 32, 32, 2));
        device.Kernels.Uniform(RandomStream.For(seed, "images"), images);
        return images;
    }

    /// <summary>All losses, in training mode, and what the model makes, in evaluation mode.</summary>
    static List<double> Results(Model model)
    {
        // Losses in training mode move running statistics.
        var (device, before) = (model.Device, model.Snapshot());
        using var scope = device.OpenScope();
        var results = new List<double>();
        var images = Images(device, seed: 1);
        if (model is IReconstructor reconstructor) results.AddRange(reconstructor.Reconstruct(new Variable(device, images), Mode.Evaluate).Value.ToArray<double>());
        if (model is IGenerator generator) results.AddRange(generator.Generate(new StepRandom(3, 0).Normal(device, "latent", new Shape(generator.LatentSize, 2)), Mode.Evaluate).Value.ToArray<double>());
        model.VisitLosses(images, new StepRandom(1, 0), [], (_, loss) => results.Add(loss.Item()));
        model.Restore(before);
        return results;
    }

    static void AssertEqual(List<double> found, List<double> expected)
    {
        Assert.That(found, Has.Count.EqualTo(expected.Count));
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < found.Count; i++) Assert.That(found[i], Is.EqualTo(expected[i]).Within(1e-6 * scale), $"number {i}");
    }

    static string[] Bytes(Snapshot snapshot) => [.. snapshot.Arrays.Select(pair => pair.Key + Convert.ToHexString(pair.Value.Bytes))];

    /// <summary>Features with a head, and with another on detached features.</summary>
    sealed class Probed : Model
    {
        public Probed(Device device, int? reshapesTo = null) : base(device, seed: 1)
        {
            var first = AddComponent("first", new Convolution(device, 3, 6, kernel: 1));
            var head = AddComponent("head", new Convolution(device, 6, 2, kernel: 1));
            var probe = AddComponent("probe", new Convolution(device, 6, 2, kernel: 1));
            Variable Features(Batch batch)
            {
                var features = first.Forward(batch.Images, Mode.Train).Relu();
                return reshapesTo is { } channels ? features.Reshape(new Shape(channels, 4, 4, batch.Size)) : features;
            }
            AddUpdate("loss", new Sgd(Parameters, 0.1), batch => head.Forward(Features(batch), Mode.Train).Square().Mean() + probe.Forward(Features(batch).Detach(), Mode.Train).Square().Mean());
        }
    }

    /// <summary>A linear layer whose normalised features become a map of four channels.</summary>
    sealed class Unflattened : Model
    {
        public Unflattened(Device device) : base(device, seed: 1)
        {
            var first = AddComponent("first", new Linear(device, 48, 16));
            var norm = AddComponent("norm", new BatchNorm(device, 16));
            var last = AddComponent("last", new Convolution(device, 4, 2, kernel: 1));
            var (flatten, unflatten) = (new Flatten(device), new Unflatten(device, new Shape(4, 2, 2)));
            AddUpdate("loss", new Sgd(Parameters, 0.1), batch => last.Forward(unflatten.Forward(norm.Forward(first.Forward(flatten.Forward(batch.Images, Mode.Train), Mode.Train), Mode.Train), Mode.Train), Mode.Train).Square().Mean());
        }
    }

    /// <summary>A model with an operation that says nothing about channels.</summary>
    sealed class Strange : Model
    {
        public Strange(Device device) : base(device, seed: 1)
        {
            var first = AddComponent("first", new Convolution(device, 3, 4, kernel: 1));
            AddUpdate("loss", new Sgd(Parameters, 0.1), batch => new Halves().Of(first.Forward(batch.Images, Mode.Train)).Mean());
        }
    }

    sealed class Halves : Operation
    {
        public Variable Of(Variable x) => Record(x.Value.Reshape(x.Shape), x);

        protected override void Backward(in BackwardContext context) => context.Add(0, context.Gradient);
    }
}
