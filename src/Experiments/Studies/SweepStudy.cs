namespace SparseGen.Experiments;

/// <summary>Tickets of several sparsities, for each model, data set and seed.</summary>
sealed class SweepStudy(RunOptions options, IReadOnlyList<Setup> setups, IReadOnlyList<Curve> curves, Drawing? drawing, string description) : Study(options)
{
    public override SortedDictionary<string, string> Fixed
    {
        get
        {
            var all = CanonicalText.All(Options);
            foreach (var (name, value) in setups.SelectMany(setup => setup.Fixed())) all.Add(name, value);
            return all;
        }
    }

    public override StudyOutline Outline => new(description, [.. Sweeps.Select(sweep => sweep.Seed).Distinct()], [.. setups.Select(Describe)]);

    public override IReadOnlyList<PlannedTraining> Trainings => [.. Sweeps.SelectMany(sweep => TicketSweep.Trainings(sweep.Setup, sweep.Seed, curves))];

    IEnumerable<(ulong Seed, Setup Setup)> Sweeps =>
        from i in Enumerable.Range(0, Options.Seeds) from setup in setups select (Options.Seed + (ulong)i, setup);

    public override void Run(RunContext run)
    {
        foreach (var (seed, setup) in Sweeps)
        {
            using var sweep = new TicketSweep(run, setup, seed, curves, drawing);
            sweep.Run();
        }
    }

    SubjectOutline Describe(Setup setup) => new(
        setup.Name,
        setup.Settings.Rounds,
        setup.Settings.Steps.Index,
        [.. setup.Metrics.SelectMany(metric => metric.Outlines(setup))],
        [.. curves.Select(curve => new CurveOutline(curve.Name, curve.Chain.Name, curve.IsRandom))]);
}
