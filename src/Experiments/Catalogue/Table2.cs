namespace SparseGen.Experiments;

/// <summary>
/// Methods that prune to one sparsity: iteratively by the magnitudes of trained weights, or in one cut before training by SNIP, by GraSP
/// or at random. The paper's values are those of its Table 2, for DCGAN on CIFAR-10.
/// </summary>
[Experiment("table2", "DCGAN: pruning methods at one sparsity: quality, weights, arithmetic and time (Table 2)")]
sealed class Table2 : SparsitySweep
{
    const double PaperSparsity = 0.797;

    static readonly TableRow[] s_rows =
    [
        new("unpruned", CurveOutline.Unpruned, Paper: new PaperRow(37.71, 5_651_584, 1.12e16, 4590.5)),
        new("iterative magnitude pruning, the ticket's training", "magnitude", Paper: new PaperRow(37.77, 5_651_584, 1.16e16, 4477.7)),
        new("iterative magnitude pruning, with the search", "magnitude", IsWholeSearch: true),
        new("SNIP", "snip", Paper: new PaperRow(56.02, 5_651_584, 1.12e16, 4689.5)),
        new("GraSP", "grasp", Paper: new PaperRow(65.53, 5_651_584, 1.12e16, 4603.3)),
        new("random mask", "random-mask"),
    ];

    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("cifar10")];

    protected override IEnumerable<Curve> Curves =>
    [
        Curve.Winning(PruningMethod.Both) with { Name = "magnitude" },
        Curve.Winning(PruningMethod.AtInitialisation("snip")) with { Name = "snip" },
        Curve.Winning(PruningMethod.AtInitialisation("grasp")) with { Name = "grasp" },
        Curve.Winning(PruningMethod.AtInitialisation("random")) with { Name = "random-mask" },
    ];

    protected override Drawing Drawing => Drawing.At(PaperSparsity);

    protected override IReadOnlyList<SectionOutline> Sections =>
        [new TableOutline(s_rows), new ScatterOutline(s_rows, Measurement.ExecutedFlop), new ImagesOutline(), new LayersOutline()];

    protected override Settings Adapt(Settings settings) => settings with
    {
        Sparsity = PaperSparsity,
        // 7 rounds that remove 20 % each at paper scale, 4 rounds of 33 % at small scale.
        Rounds = settings.Rounds switch { 20 => 7, 10 => 4, var few => few },
    };
}
