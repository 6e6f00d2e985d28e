namespace SparseGen.Experiments.Report;

/// <summary>Whether a ticket of some sparsity matches the unpruned network.</summary>
static class Verdict
{
    /// <summary>What stands in for the standard deviation where there is one seed.</summary>
    const double OneSeedTolerance = 0.05;

    /// <summary>The rule of <see cref="Matches(Statistics, Statistics, Statistics)"/> for readers.</summary>
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
    /// <returns>null if something is not known yet</returns>
    public static bool? Matches(Statistics unpruned, Statistics winning, Statistics random)
    {
        if (unpruned.Count == 0 || winning.Count == 0 || random.Count == 0) return null;
        return unpruned.Count == 1
            ? winning.Mean <= unpruned.Mean * (1 + OneSeedTolerance) && winning.Mean * (1 + OneSeedTolerance) < random.Mean
            : winning.Mean <= unpruned.Mean + unpruned.Deviation && random.Mean - winning.Mean > Math.Max(winning.Deviation, random.Deviation);
    }

    /// <inheritdoc cref="Matches(Statistics, Statistics, Statistics)"/>
    public static bool? Matches(SubjectResults results, CurvePair pair, int round) =>
        Matches(results.Unpruned, results.At(pair.Winning, round), results.At(pair.Random, round));

    /// <summary>The highest round whose ticket matches, or null.</summary>
    public static int? HighestMatch(SubjectResults results, CurvePair pair)
    {
        for (var round = results.Subject.Rounds; round > 0; round--)
            if (Matches(results, pair, round) == true) return round;
        return null;
    }
}
