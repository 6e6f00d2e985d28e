namespace SparseGen.Experiments;

/// <summary>Tickets of several sparsities, for each model, data set and seed.</summary>
/// <param name="passes">in the order in which they are done with each seed</param>
/// <param name="drawing">of which networks images are kept</param>
/// <param name="description">a line</param>
/// <param name="table">rows of methods, where those are compared</param>
/// <param name="notes">what was decided for whoever asked</param>
/// <param name="failures">subjects that could not be prepared</param>
sealed class SweepStudy(RunOptions options, IReadOnlyList<Pass> passes, Drawing? drawing, string description, IReadOnlyList<TableRow> table, IReadOnlyList<string> notes, IReadOnlyList<SubjectFailure> failures) : Study(options)
{
    public override IReadOnlyList<string> Notes => notes;

    public override IReadOnlyList<SubjectFailure> Failures => failures;

    public override SortedDictionary<string, string> Fixed
    {
        get
        {
            var all = CanonicalText.All(Options);
            foreach (var (name, value) in Setups.SelectMany(setup => setup.Fixed())) all.Add(name, value);
            return all;
        }
    }

    public override StudyOutline Outline => new(description, [.. Seeds], [.. Setups.Select(Describe)], notes);

    public override IReadOnlyList<PlannedTraining> Trainings =>
        [.. Seeds.SelectMany(seed => passes.SelectMany(pass => TicketSweep.Trainings(pass.Setup, seed, pass.Curves))).DistinctBy(training => training.Place)];

    IEnumerable<ulong> Seeds => Enumerable.Range(0, Options.Seeds).Select(i => Options.Seed + (ulong)i);

    IEnumerable<Setup> Setups => passes.Select(pass => pass.Setup).Distinct();

    public override void Run(RunContext run)
    {
        foreach (var seed in Seeds)
            foreach (var pass in passes)
                run.Attempt($"{pass.Setup.Name}, seed {seed}", () =>
                {
                    using var sweep = new TicketSweep(run, pass, seed, drawing);
                    sweep.Run();
                });
    }

    SubjectOutline Describe(Setup setup) => new(
        setup.Name,
        setup.Settings.Rounds,
        setup.Settings.Steps.Index,
        [.. setup.Metrics.SelectMany(metric => metric.Outlines(setup))],
        [.. passes.Where(pass => pass.Setup == setup).SelectMany(pass => pass.Curves).Select(curve => new CurveOutline(curve.Name, curve.Chain.Name, curve.IsRandom, curve.Chain.IsOfLastRound))],
        setup.Kind.Paper.SparsityOn(setup.DataName),
        setup.Outline,
        table.Count > 0 ? table : null);
}
