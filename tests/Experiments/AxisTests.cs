using SparseGen.Experiments.Report;

namespace SparseGen.Tests.Experiments;

public class AxisTests
{
    [Test]
    public void A_linear_axis_begins_and_ends_at_round_numbers()
    {
        var axis = new LinearAxis("loss", 0.013, 0.187);
        Assert.That(axis.Ticks(7).Select(tick => tick.Words), Is.EqualTo(new[] { "0", "0.05", "0.1", "0.15", "0.2" }));
        Assert.That(axis.Position(0), Is.Zero);
        Assert.That(axis.Position(0.2), Is.EqualTo(1).Within(1e-12));
    }

    [TestCase(0, 0)]
    [TestCase(5, 5)]
    [TestCase(-3, -3)]
    public void A_single_value_still_has_an_axis(double low, double high)
    {
        var axis = new LinearAxis("loss", low, high);
        Assert.That(axis.Position(low), Is.InRange(0, 1));
        Assert.That(axis.Ticks(7).Count(), Is.InRange(2, 12));
    }

    [Test]
    public void Rounds_of_equal_fraction_are_equally_far_apart()
    {
        var axis = new SparsityAxis(0.99);
        var positions = Enumerable.Range(0, 20).Select(round => axis.Position(1 - Math.Pow(0.8, round))).ToArray();
        for (var i = 1; i < positions.Length; i++) Assert.That(positions[i] - positions[i - 1], Is.EqualTo(positions[1]).Within(1e-9));
    }

    [TestCase(7)]
    [TestCase(14)]
    public void Ticks_keep_their_distance(int most)
    {
        var axis = new SparsityAxis(0.9885);
        var positions = axis.Ticks(most).Select(tick => axis.Position(tick.Value)).ToArray();
        Assert.That(positions, Has.Length.InRange(4, most + 1));
        for (var i = 1; i < positions.Length; i++) Assert.That(positions[i] - positions[i - 1], Is.GreaterThanOrEqualTo(1.0 / most));
    }
}
