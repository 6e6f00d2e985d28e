namespace SparseGen.Experiments;

/// <summary>Tickets of several sparsities, for each model, data set and seed.</summary>
/// <param name="groups">in the order in which they are trained, for each seed</param>
/// <param name="drawing">the networks whose images are kept</param>
/// <param name="description">one line of text</param>
/// <param name="sections">sections of each subject's report</param>
/// <param name="notes">choices that were made in place of the user</param>
/// <param name="failures">subjects that could not be prepared</param>
sealed class SweepStudy(RunOptions options, IReadOnlyList<TicketGroup> groups, Drawing? drawing, string description, IReadOnlyList<SectionOutline> sections, IReadOnlyList<string> notes, IReadOnlyList<SubjectFailure> failures) : Study(options)
{
    public override IReadOnlyList<string> Notes => notes;

    public override IReadOnlyList<SubjectFailure> Failures => failures;

    public override SortedDictionary<string, string> Fixed
    {
        get
        {
            var all = CanonicalText.All(Options);
            foreach (var (name, value) in Setups.SelectMany(setup => setup.Fixed(groups.Any(group => group.Setup == setup && group.Curves.Any(curve => curve.Method is ChannelPruning))))) all.Add(name, value);
            return all;
        }
    }

    public override StudyOutline Outline => new(description, [.. Seeds], [.. Setups.Select(Describe)], notes);

    public override IReadOnlyList<PlannedTraining> Trainings =>
        [.. Seeds.SelectMany(seed => groups.SelectMany(group => TicketSweep.Trainings(group.Setup, seed, group.Curves))).DistinctBy(training => training.Key)];

    IEnumerable<ulong> Seeds => Enumerable.Range(0, Options.Seeds).Select(i => Options.Seed + (ulong)i);

    IEnumerable<Setup> Setups => groups.Select(group => group.Setup).Distinct();

    public override void Run(RunContext run)
    {
        foreach (var seed in Seeds)
            foreach (var group in groups)
                run.Attempt($"{group.Setup.Name}, seed {seed}", () =>
                {
                    using var sweep = new TicketSweep(run, group, seed, drawing);
                    sweep.Run();
                });
    }

    SubjectOutline Describe(Setup setup) => new(
        setup.Name,
        setup.Settings.Rounds,
        setup.Settings.Steps.Index,
        [.. setup.Metrics.SelectMany(metric => metric.Outlines(setup.Measured))],
        [.. groups.Where(group => group.Setup == setup).SelectMany(group => group.Curves).Select(curve => new CurveOutline(curve.Name, curve.Method.Name, curve.IsRandom, curve.Method.IsOfLastRound, curve.Method.Precision?.Name))],
        setup.Kind.Paper.SparsityOn(setup.DataName),
        setup.Outline,
        [.. sections.Select(section => WithoutForeignFigures(section, setup))]);

    /// <summary>The paper's table is of a DCGAN on CIFAR-10: its figures are left out beside anything else.</summary>
    static SectionOutline WithoutForeignFigures(SectionOutline section, Setup setup) =>
        section is TableOutline table && (setup.Kind != ModelKind.Dcgan || setup.DataName != "cifar10") ? table with { Rows = [.. table.Rows.Select(row => row with { Paper = null })] } : section;
}
