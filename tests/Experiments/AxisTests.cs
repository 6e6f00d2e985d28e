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

    [TestCase(1.001, 1.002, "1.001 1.0012 1.0014 1.0016 1.0018 1.002")]
    [TestCase(67.9, 68.2, "67.9 67.95 68 68.05 68.1 68.15 68.2")]
    [TestCase(10_000.1, 10_000.3, "10,000.1 10,000.15 10,000.2 10,000.25 10,000.3")]
    [TestCase(-3.4, -3.2, "-3.4 -3.35 -3.3 -3.25 -3.2")]
    public void Values_that_differ_little_fill_the_axis_and_a_note_says_that_0_is_left_out(double low, double high, string ticks)
    {
        var axis = LinearAxis.Of("score", low, high);
        Assert.That(axis.Position(high) - axis.Position(low), Is.GreaterThan(0.6));
        Assert.That(string.Join(' ', axis.Ticks(7).Select(tick => tick.Words)), Is.EqualTo(ticks));
        Assert.That(axis.IsBroken, Is.True);
        Assert.That(axis.Note, Is.EqualTo($"The vertical axis goes from {ticks.Split(' ')[0]} to {ticks.Split(' ')[^1]}, without 0."));
    }

    [TestCase(14.4, 42.5, 0)]
    [TestCase(-0.3, 0.4, -0.4)]
    [TestCase(-3, -1, -3)]
    public void Values_that_fill_half_of_it_have_an_axis_with_0(double low, double high, double first)
    {
        var axis = LinearAxis.Of("distance", low, high);
        Assert.That(axis.Ticks(7).Select(tick => tick.Value), Does.Contain(0.0));
        Assert.That(axis.Ticks(7).First().Value, Is.EqualTo(first).Within(0.11));
        Assert.That(axis.IsBroken, Is.False);
        Assert.That(axis.Note, Is.Empty);
    }

    [Test]
    public void A_logarithmic_axis_is_marked_as_one()
    {
        var sparsity = new SparsityAxis(0.95);
        Assert.That(sparsity.Title, Does.Contain("log"));
        Assert.That(sparsity.Note, Does.Contain("logarithm"));
        Assert.That(sparsity.MinorTicks, Is.EqualTo(new[] { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95 }).Within(1e-12));
        Assert.That(new LogarithmicAxis("density", 2, 90).MinorTicks, Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90 }).Within(1e-12));
    }
}
