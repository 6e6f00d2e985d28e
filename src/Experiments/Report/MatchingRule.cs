namespace SparseGen.Experiments.Report;

/// <summary>Whether a ticket of some sparsity matches the unpruned network.</summary>
static class MatchingRule
{
    /// <summary>The relative tolerance that replaces the standard deviation if there is one seed.</summary>
    const double OneSeedTolerance = 0.05;

    /// <summary>The rule of <see cref="Matches(Statistics, Statistics, Statistics, bool)"/> as text of the report.</summary>
    public static string Rule(int seeds) => seeds > 1
        ? "A ticket matches when its mean is at most one standard deviation of the unpruned network worse than the unpruned network's, "
            + "and better than the random ticket's by more than the larger of the two tickets' standard deviations."
        : "One seed, so there is no standard deviation: here a ticket matches when it is at most 5 % worse than the unpruned network "
            + "and more than 5 % better than the random ticket.";

    /// <summary>
    /// A ticket matches when its mean is at most one standard deviation (over the seeds, of the unpruned network) worse
    /// than the unpruned network's, and better than the random ticket's by more than one (the larger of the two tickets').
    /// With one seed: at most 5 % worse, and better by more than 5 %.
    /// </summary>
    /// <returns>null if a value is missing</returns>
    public static bool? Matches(Statistics unpruned, Statistics winning, Statistics random, bool lowerIsBetter = true)
    {
        if (unpruned.Count == 0 || winning.Count == 0 || random.Count == 0) return null;
        var sign = lowerIsBetter ? 1 : -1;
        return IsAsGood(unpruned, winning, lowerIsBetter)
            && sign * (random.Mean - winning.Mean) > (unpruned.Count == 1 ? OneSeedTolerance * Math.Abs(winning.Mean) : Math.Max(winning.Deviation, random.Deviation));
    }

    /// <summary>The same for a round of a run. A winning ticket that diverged with any seed does not match; a random ticket that diverged with every seed counts as worse than any other.</summary>
    public static bool? Matches(MetricResults results, CurvePair pair, int round)
    {
        var (unpruned, winning, random) = (results.Unpruned, results.At(pair.Winning, round), results.At(pair.Random, round));
        if (!results.Metric.DecidesMatches) return null;
        if (results.Diverged(pair.Winning, round).Count > 0) return false;
        return unpruned.Count > 0 && winning.Count > 0 && random.Count == 0 && results.Diverged(pair.Random, round).Count > 0
            ? IsAsGood(unpruned, winning, results.Metric.LowerIsBetter)
            : Matches(unpruned, winning, random, results.Metric.LowerIsBetter);
    }

    /// <summary>The rounds whose tickets match.</summary>
    public static MatchingRounds MatchingRounds(MetricResults results, int rounds, CurvePair pair) =>
        Report.MatchingRounds.Of(Enumerable.Range(1, rounds).Where(round => Matches(results, pair, round) == true));

    static bool IsAsGood(Statistics unpruned, Statistics winning, bool lowerIsBetter)
    {
        var tolerance = unpruned.Count == 1 ? OneSeedTolerance * Math.Abs(unpruned.Mean) : unpruned.Deviation;
        return (lowerIsBetter ? 1 : -1) * (winning.Mean - unpruned.Mean) <= tolerance;
    }
}
