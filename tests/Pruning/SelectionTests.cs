using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

/// <summary>What every pruner shares: exact counts, ties, components, rounds.</summary>
public class SelectionTests
{
    [Test]
    public void The_lowest_scores_go_first_pooled_over_all_layers()
    {
        var mask = Selection.Remove(Scored(("a.weight", [5, 1, 4]), ("b.weight", [2, 9, 3])), 3, Components.All);
        Assert.That(mask["a.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 1, 0, 1 }));
        Assert.That(mask["b.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 0 }));
    }

    [Test]
    public void Equal_scores_are_removed_evenly_over_layers_and_within_them()
    {
        var mask = Selection.Remove(Scored(("a.weight", [7, 7, 7]), ("b.weight", [7, 7, 7])), 4, Components.All);
        Assert.That(mask["a.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 0, 1 }));
        Assert.That(mask["b.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 0, 1 }));
        var one = Selection.Remove(Scored(("a.weight", [7, 8]), ("b.weight", [7, 9])), 1, Components.All);
        Assert.That((one["a.weight"].Survivors, one["b.weight"].Survivors), Is.EqualTo((1, 2)), "of two, the first");
    }

    [Test]
    public void Negative_scores_and_both_zeros_are_ordered_as_numbers()
    {
        var mask = Selection.Remove(Scored(("a.weight", [0f, -0f, -3, float.NegativeInfinity, 1e-40f, 2])), 3, Components.All);
        Assert.That(mask["a.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 0, 0, 1, 1 }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Any_count_is_met_exactly_and_agrees_with_a_sort(int seed)
    {
        var random = new Random(seed);
        // Few different values, so that ties are many.
        var values = Enumerable.Range(0, 500).Select(_ => MathF.Round(random.NextSingle() * 20) - 10).ToArray();
        var order = values.Order().ToArray();
        for (var count = 0; count <= 500; count += 7)
        {
            var bytes = Selection.Remove(Scored(("a.weight", values)), count, Components.All)["a.weight"].Bytes.ToArray();
            var removed = Enumerable.Range(0, 500).Where(i => bytes[i] == 0).Select(i => values[i]).Order().ToArray();
            Assert.That(removed, Is.EqualTo(order.Take(count)));
        }
    }

    [Test]
    public void A_pruned_entry_stays_pruned_whatever_its_score()
    {
        var first = Selection.Remove(Scored(("a.weight", [1, 2, 3, 4])), 1, Components.All);
        var second = Selection.Remove(new Scores(first, [[float.NaN, 9, 8, 7]]), 1, Components.All);
        Assert.That(second["a.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 1, 0 }));
    }

    [Test]
    public void Components_that_are_not_chosen_are_left_alone()
    {
        var mask = Mask.Global(Scored(("encoder.0.weight", [1, 2, 3, 4]), ("decoder.0.weight", [0, 0, 0, 0])), 0.5, Components.Only("encoder"));
        Assert.That(mask["encoder.0.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 0, 1, 1 }));
        Assert.That(mask["decoder.0.weight"].Survivors, Is.EqualTo(4));
        Assert.That(mask.Sparsity, Is.EqualTo(0.25), "sparsity is that of the whole network");
    }

    [Test]
    public void Twenty_rounds_of_a_fifth_end_where_the_paper_ends()
    {
        var mask = Dense(("a.weight", 120_000), ("b.weight", 80_000));
        var random = new Random(5);
        var values = new[] { Uniform(random, 120_000), Uniform(random, 80_000) };
        var schedule = Mask.Schedule(mask.Total, 0.2, 20);
        for (var round = 1; round <= 20; round++)
        {
            mask = Mask.Next(new Scores(mask, values), 0.2);
            Assert.That(mask.Survivors, Is.EqualTo(schedule[round]));
        }
        Assert.That(mask.Sparsity, Is.EqualTo(0.9884).Within(0.0001));
    }

    [Test]
    public void One_shot_leaves_the_same_weights_as_rounds_when_the_scores_do_not_change()
    {
        var values = Uniform(new Random(8), 1_000);
        var mask = Dense(("a.weight", 1_000));
        for (var round = 0; round < 5; round++) mask = Mask.Next(new Scores(mask, [values]), 0.2);
        var oneShot = Selection.Remove(Scored(("a.weight", values)), 1_000 - mask.Survivors, Components.All);
        Assert.That(oneShot["a.weight"].Bytes.ToArray(), Is.EqualTo(mask["a.weight"].Bytes.ToArray()));
    }

    [Test]
    public void Empty_layers_are_named()
    {
        var mask = Selection.Remove(Scored(("a.weight", [1, 1]), ("b.weight", [2, 2])), 2, Components.All);
        Assert.That(mask.EmptyLayers.Select(layer => layer.Path), Is.EqualTo(new[] { "a.weight" }));
    }

    [Test]
    public void A_score_that_is_not_a_number_is_refused_by_name() =>
        Assert.That(() => Scored(("a.weight", [1, float.NaN])), Throws.ArgumentException.With.Message.Contains("entry 1 of a.weight"));

    [Test]
    public void Weights_are_never_revived() =>
        Assert.That(() => Mask.Global(new Scores(Mask.Global(Scored(("a.weight", [1, 2, 3, 4])), 0.75), [[1, 2, 3, 4]]), 0.5),
            Throws.ArgumentException.With.Message.Contains("revive"));

    [Test]
    public void An_unknown_component_is_refused_with_the_known_ones() =>
        Assert.That(() => Mask.Global(Scored(("encoder.0.weight", [1, 2])), 0.5, Components.Only("generator")),
            Throws.ArgumentException.With.Message.Contains("'generator'").And.Message.Contains("encoder"));

    static Scores Scored(params (string Path, float[] Values)[] layers) =>
        new(Dense([.. layers.Select(layer => (layer.Path, layer.Values.Length))]), layers.Select(layer => layer.Values));

    static Mask Dense(params (string Path, int Count)[] layers) =>
        new(layers.Select(layer => new LayerMask(layer.Path, new Shape(1, layer.Count), Enumerable.Repeat((byte)1, layer.Count).ToArray())));

    static float[] Uniform(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
}
