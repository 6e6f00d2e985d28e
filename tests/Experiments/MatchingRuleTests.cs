using SparseGen.Experiments;
using SparseGen.Experiments.Report;

namespace SparseGen.Tests.Experiments;

/// <summary>When a ticket matches, and the numbers that decide it.</summary>
public class MatchingRuleTests
{
    static readonly StudyOutline Study = new("", [1, 2, 3],
    [
        new SubjectOutline("ae", 3, 10, [new MetricOutline("reconstruction", "loss", LowerIsBetter: true)], [new CurveOutline("winning", "both", false), new CurveOutline("random", "both", true)]),
    ]);

    [Test]
    public void The_deviation_is_that_of_a_sample()
    {
        var statistics = Statistics.Of([1, 2, 4]);
        Assert.That(statistics.Mean, Is.EqualTo(7.0 / 3).Within(1e-12));
        Assert.That(statistics.Deviation, Is.EqualTo(Math.Sqrt(7.0 / 3)).Within(1e-12));
        Assert.That(Statistics.Of([5]), Is.EqualTo(new Statistics(1, 5, 0)));
        Assert.That(Statistics.Of([]).Count, Is.Zero);
    }

    [TestCase(1.09, 2.0, true, TestName = "Within_a_deviation_of_the_unpruned_and_far_below_random_matches")]
    [TestCase(0.5, 2.0, true, TestName = "Better_than_the_unpruned_matches")]
    [TestCase(1.11, 2.0, false, TestName = "More_than_a_deviation_worse_does_not_match")]
    [TestCase(1.05, 1.15, false, TestName = "Within_a_deviation_of_random_does_not_match")]
    public void Several_seeds_are_judged_by_their_deviation(double winning, double random, bool matches) =>
        Assert.That(MatchingRule.Matches(new Statistics(3, 1, 0.1), new(3, winning, 0.05), new(3, random, 0.2)), Is.EqualTo(matches));

    [TestCase(1.04, 1.2, true)]
    [TestCase(1.06, 1.2, false)]
    [TestCase(1.0, 1.04, false)]
    public void One_seed_is_judged_by_five_percent(double winning, double random, bool matches) =>
        Assert.That(MatchingRule.Matches(new Statistics(1, 1, 0), new(1, winning, 0), new(1, random, 0)), Is.EqualTo(matches));

    [TestCase(9.6, 9.0, true)]
    [TestCase(9.4, 8.0, false)]
    [TestCase(9.6, 9.5, false)]
    public void Of_a_score_more_is_better(double winning, double random, bool matches) =>
        Assert.That(MatchingRule.Matches(new Statistics(1, 10, 0), new(1, winning, 0), new(1, random, 0), lowerIsBetter: false), Is.EqualTo(matches));

    [TestCase(-1.0, -0.5, true)]
    [TestCase(-0.9, -0.5, false)]
    public void A_loss_may_be_negative(double winning, double random, bool matches) =>
        Assert.That(MatchingRule.Matches(new Statistics(1, -1, 0), new(1, winning, 0), new(1, random, 0)), Is.EqualTo(matches));

    [Test]
    public void A_ticket_that_diverged_with_one_seed_matches_nothing_and_is_in_no_mean()
    {
        var results = Results([new Divergence("ae", 3, "winning", 1, 0.2, 7, "how")], ("unpruned", 0, [1, 1.1, 0.9]), ("winning", 1, [1, 1]), ("random", 1, [2, 2, 2]));
        Assert.That(MatchingRule.Matches(results.Metrics[0], new CurvePair("winning", "random"), 1), Is.False);
        Assert.That(results.Metrics[0].At("winning", 1), Is.EqualTo(new Statistics(2, 1, 0)));
        Assert.That(results.Missing().Where(key => key is { Curve: "winning", Round: 1 }), Is.Empty);
    }

    [Test]
    public void A_random_ticket_that_always_diverges_is_worse_than_any()
    {
        var diverged = Enumerable.Range(1, 3).Select(seed => new Divergence("ae", (ulong)seed, "random", 1, 0.2, 7, "how")).ToArray();
        var results = Results(diverged, ("unpruned", 0, [1, 1.1, 0.9]), ("winning", 1, [1, 1, 1]));
        Assert.That(MatchingRule.Matches(results.Metrics[0], new CurvePair("winning", "random"), 1), Is.True);
    }

    [Test]
    public void What_is_not_measured_is_not_judged() =>
        Assert.That(MatchingRule.Matches(Statistics.Of([1]), Statistics.Of([]), Statistics.Of([1])), Is.Null);

    [Test]
    public void Differences_are_taken_seed_by_seed()
    {
        var results = Results(("winning", 1, [1, 5, 9]), ("random", 1, [2, 6, 10]));
        var difference = results.Metrics[0].Advantage(new CurvePair("winning", "random"), 1);
        Assert.That(difference, Is.EqualTo(new Statistics(3, 1, 0)), "the seeds differ a lot, the pairs do not");
    }

    [Test]
    public void A_seed_without_its_partner_is_left_out_of_the_differences()
    {
        var results = Results(("winning", 1, [1, 5, 9]), ("random", 1, [2]));
        Assert.That(results.Metrics[0].Advantage(new CurvePair("winning", "random"), 1).Count, Is.EqualTo(1));
        Assert.That(results.Missing().Select(key => (key.Curve, key.Round, key.Seed)), Does.Contain(("random", 1, 3ul)).And.Contain(("unpruned", 0, 1ul)));
    }

    [TestCase("1 2 3", "up to a sparsity of 60.0 % (round 3)")]
    [TestCase("1 2 5", "up to a sparsity of 40.0 % (round 2), again at 100.0 % (round 5)")]
    [TestCase("1 3 4", "up to a sparsity of 20.0 % (round 1), again at 60.0 %, 80.0 % (rounds 3–4)")]
    [TestCase("5", "only at 100.0 % (round 5)")]
    [TestCase("", null)]
    public void Up_to_a_round_means_every_round_until_there(string rounds, string? words)
    {
        var matching = rounds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        Assert.That(MatchingRounds.Of(matching).Words(round => 0.2 * round), Is.EqualTo(words));
    }

    [Test]
    public void A_round_that_is_not_measured_ends_what_is_known_to_match()
    {
        var results = Results(("unpruned", 0, [1, 1.1, 0.9]), ("winning", 1, [1, 1, 1]), ("random", 1, [2, 2, 2]), ("winning", 3, [1, 1, 1]), ("random", 3, [2, 2, 2]));
        var matching = MatchingRule.MatchingRounds(results.Metrics[0], 3, new CurvePair("winning", "random"));
        Assert.That(matching.UpTo, Is.EqualTo(1));
        Assert.That(matching.Again, Is.EqualTo(new[] { 3 }));
    }

    [TestCase(true, "random − winning, above 0: winning better")]
    [TestCase(false, "winning − random, above 0: winning better")]
    public void Where_winning_is_better_the_difference_is_above_0(bool lowerIsBetter, string head)
    {
        double[] better = lowerIsBetter ? [1, 5, 9] : [2, 6, 10], worse = lowerIsBetter ? [2, 6, 10] : [1, 5, 9];
        var results = Of(new MetricOutline("reconstruction", "quality", lowerIsBetter), ("winning", 1, better), ("random", 1, worse)).Metrics[0];
        Assert.That(results.Advantage(new CurvePair("winning", "random"), 1), Is.EqualTo(new Statistics(3, 1, 0)));
        Assert.That(results.AdvantageHead(new CurvePair("winning", "random")), Is.EqualTo(head));
    }

    [Test]
    public void A_discriminators_loss_is_compared_not_judged()
    {
        var outline = Metric.DiscriminatorLoss.Outlines(null!).Single() with { Name = "reconstruction" };
        var results = Of(outline, ("unpruned", 0, [1, 1.1, 0.9]), ("winning", 1, [0.1, 0.1, 0.1]), ("random", 1, [2, 2, 2]));
        var html = new Html();
        new MetricSection(results, results.Metrics[0], html).Write();
        Assert.That(html.ToString(), Does.Not.Contain("matches").And.Contain("none is said to match").And.Contain("above 0: winning lower"));
        Assert.That(MatchingRule.MatchingRounds(results.Metrics[0], 3, new CurvePair("winning", "random")).UpTo, Is.Null);
    }

    static SubjectResults Results(params (string Curve, int Round, double[] Values)[] found) => Results([], found);

    static SubjectResults Results(Divergence[] diverged, params (string Curve, int Round, double[] Values)[] found) => Results(Study.Subjects[0], diverged, found);

    static SubjectResults Of(MetricOutline metric, params (string Curve, int Round, double[] Values)[] found) => Results(Study.Subjects[0] with { Metrics = [metric] }, [], found);

    static SubjectResults Results(SubjectOutline subject, Divergence[] diverged, (string Curve, int Round, double[] Values)[] found) => new(
        Study,
        subject,
        [.. diverged, .. found.SelectMany(one => one.Values.Select((value, i) => new Evaluation("ae", (ulong)i + 1, one.Curve, one.Round, 0.2 * one.Round, 10, "reconstruction", value)))],
        []);
}
