using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

/// <summary>How many weights a mask removes, and from which layers.</summary>
public class CountingTests
{
    [Test]
    public void A_fraction_of_a_few_weights_is_rounded_and_a_half_goes_up()
    {
        var scores = Scores(Layer("a.weight", 1, 1, 1, 1, 1), [5, 4, 3, 2, 1]);
        Assert.That(Mask.Next(scores, fraction: 0.3).Survivors, Is.EqualTo(3), "1.5 weights are 2");
        Assert.That(Mask.Next(scores, fraction: 0.25).Survivors, Is.EqualTo(4), "1.25 weights are 1");
        Assert.That(Mask.Global(scores, sparsity: 0.3).Survivors, Is.EqualTo(3));
        Assert.That(Mask.Schedule(total: 5, fraction: 0.3, rounds: 2), Is.EqualTo(new[] { 5, 3, 2 }));
    }

    [Test]
    public void What_was_removed_before_takes_no_part_in_a_tie()
    {
        var scores = Scores(Layer("a.weight", 0, 1, 1, 1), [7, 7, 7, 7]);
        Assert.That(Selection.Remove(scores, 1, Components.All)["a.weight"].Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 0, 1, 1 }));
    }

    [Test]
    public void A_component_is_its_whole_name()
    {
        var gen = Components.Only("gen");
        Assert.That((gen.Contain("gen.0.weight"), gen.Contain("generator.0.weight")), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_transfer_leaves_components_alone_whose_names_begin_alike()
    {
        var dense = new Mask([Layer("gen.weight", 1, 1), Layer("generator.weight", 1, 1)]);
        var asked = new List<string>();
        var mask = new Transfer("decoder", "gen").Mask(dense, (path, _) =>
        {
            asked.Add(path);
            return Layer(path, 1, 0);
        });
        Assert.That(asked, Is.EqualTo(new[] { "decoder.weight" }));
        Assert.That(mask["generator.weight"].Survivors, Is.EqualTo(2));
    }

    static LayerMask Layer(string path, params byte[] bytes) => new(path, new Shape(1, bytes.Length), bytes);

    static Scores Scores(LayerMask layer, float[] values) => new(new Mask([layer]), [values]);
}
