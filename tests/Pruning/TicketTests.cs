using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

/// <summary>What DESIGN's tickets are: masks on networks, rewound or drawn anew.</summary>
public class TicketTests
{
    const ulong Seed = 7;

    [Test]
    public void Weights_are_pruned_and_biases_are_not()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        Assert.That(model.Mask().Layers.Select(layer => layer.Path), Is.EqualTo(new[] { "encoder.1.weight", "decoder.0.weight" }));
    }

    [Test]
    public void Magnitude_is_the_absolute_value()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var scores = new Magnitude().Score(model);
        var weight = device.Read(model.Prunable.First().Value.Value);
        Assert.That(scores[0].ToArray(), Is.EqualTo(weight.Select(Math.Abs)));
    }

    [Test]
    public void Random_scores_differ_by_round_and_layer_and_repeat_by_seed()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var scores = new RandomScore(1).Score(model);
        Assert.That(scores[0].ToArray(), Is.EqualTo(new RandomScore(1).Score(model)[0].ToArray()));
        Assert.That(scores[0].ToArray(), Is.Not.EqualTo(new RandomScore(1, round: 1).Score(model)[0].ToArray()));
        Assert.That(scores[0].ToArray(), Is.Not.EqualTo(scores[1].ToArray()));
    }

    [Test]
    public void A_masked_model_holds_survivors_only_and_knows_its_density()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var mask = Mask.Global(new Magnitude().Score(model), 0.75);
        model.Apply(mask);
        Assert.That(model.Prunable.Sum(parameter => parameter.Count), Is.EqualTo(mask.Survivors));
        Assert.That(model.Density, Is.EqualTo(0.25));
        Assert.That(model.Mask().Layers.Select(layer => layer.Bytes.ToArray()), Is.EqualTo(mask.Layers.Select(layer => layer.Bytes.ToArray())));
    }

    [Test]
    public void Training_revives_no_pruned_weight()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        Train(model, from: 0, to: 5);
        var mask = Mask.Global(new Magnitude().Score(model), 0.6);
        model.Apply(mask);
        Train(model, from: 5, to: 10);
        foreach (var layer in mask.Layers)
        {
            var weight = Values(model.Snapshot(), layer.Path);
            for (var i = 0; i < weight.Length; i++)
                if (!layer.Keeps(i)) Assert.That(weight[i], Is.Zero);
        }
    }

    [Test]
    public void A_winning_ticket_is_everything_as_it_was_at_the_rewinding_step()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        Train(model, from: 0, to: 3);
        var early = model.Snapshot();
        Train(model, from: 3, to: 9);
        var mask = Mask.Global(new Magnitude().Score(model), 0.5);
        Tickets.Winning(model, early, mask);

        var ticket = model.Snapshot();
        foreach (var (name, array) in early.Arrays)
        {
            var layer = mask.Layers.FirstOrDefault(layer => name == layer.Path || name.StartsWith(layer.Path + ".", StringComparison.Ordinal));
            if (array.DType != DType.Float64)
            {
                Assert.That(ticket.Arrays[name].Bytes.ToArray(), Is.EqualTo(array.Bytes.ToArray()), name);
                continue;
            }
            var expected = Values(early, name);
            if (layer is not null)
                for (var i = 0; i < expected.Length; i++)
                    if (!layer.Keeps(i)) expected[i] = 0;
            Assert.That(Values(ticket, name), Is.EqualTo(expected), name);
        }
        Assert.That(early.Arrays.Keys, Does.Contain("reconstruction.steps").And.Contain("encoder.1.weight.adam.v").And.Contain("decoder.0.bias"));
    }

    [Test]
    public void An_unpruned_winning_ticket_repeats_the_training_it_came_from()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        Train(model, from: 0, to: 3);
        var early = model.Snapshot();
        Train(model, from: 3, to: 6);
        var final = model.Snapshot();
        Tickets.Winning(model, early, Mask.Global(new Magnitude().Score(model), 0));
        Train(model, from: 3, to: 6);
        Assert.That(model.Snapshot().Arrays.Values.Select(array => array.Bytes.ToArray()), Is.EqualTo(final.Arrays.Values.Select(array => array.Bytes.ToArray())));
    }

    [Test]
    public void A_random_ticket_keeps_the_mask_and_begins_elsewhere_untrained()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var initial = model.Snapshot();
        Train(model, from: 0, to: 3);
        var mask = Mask.Global(new Magnitude().Score(model), 0.5);
        Tickets.Random(model, mask, Seed, round: 1);

        var ticket = model.Snapshot();
        Assert.That(model.Density, Is.EqualTo(0.5));
        foreach (var parameter in model.Parameters)
            Assert.That(Values(ticket, parameter.Path), Is.Not.EqualTo(Values(initial, parameter.Path)), parameter.Path);
        Assert.That(Values(ticket, "encoder.1.weight.adam.m"), Is.All.Zero);
        Assert.That(ticket.Arrays["reconstruction.steps"].ToDouble(), Is.All.Zero);
    }

    [Test]
    public void Random_tickets_of_different_rounds_and_seeds_are_different_draws()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var mask = model.Mask();
        double[] Draw(ulong seed, int round)
        {
            Tickets.Random(model, mask, seed, round);
            return Values(model.Snapshot(), "encoder.1.weight");
        }
        var draws = new[] { Draw(7, 1), Draw(7, 2), Draw(8, 1) };
        Assert.That(draws[0], Is.EqualTo(Draw(7, 1)));
        Assert.That(draws[0], Is.Not.EqualTo(draws[1]).And.Not.EqualTo(draws[2]));
    }

    [Test]
    public void A_mask_that_empties_a_layer_is_refused_unless_allowed()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var empty = new Mask(model.Mask().Layers.Select((layer, i) => i > 0 ? layer : new LayerMask(layer.Path, layer.Shape, new byte[layer.Total])));
        Assert.That(() => model.Apply(empty), Throws.ArgumentException.With.Message.Contains("encoder.1.weight").And.Message.Contains("50.00"));
        Assert.That(() => model.Apply(empty, allowEmptyLayers: true), Throws.Nothing);
        Assert.That(model.Density, Is.EqualTo(0.5));
    }

    [Test]
    public void A_mask_of_another_model_is_refused_by_path()
    {
        using var device = Device.Reference();
        using var model = Small(device);
        var other = new Mask([new LayerMask("generator.0.weight", new Shape(1, 1), [1])]);
        Assert.That(() => model.Apply(other), Throws.ArgumentException.With.Message.Contains("encoder.1.weight"));
    }

    static LinearAutoencoder Small(Device device) => new(device, Seed, new Shape(1, 4, 4), narrowing: 16);

    static void Train(Model model, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            using var scope = model.Device.OpenScope();
            var images = model.Device.Allocate(new Shape(1, 4, 4, 8));
            model.Device.Kernels.Uniform(RandomStream.For(Seed, "images", (ulong)step), images);
            model.Step(images, new StepRandom(Seed, (ulong)step));
        }
    }

    static double[] Values(Snapshot snapshot, string name) => snapshot.Arrays[name].ToDouble();
}
