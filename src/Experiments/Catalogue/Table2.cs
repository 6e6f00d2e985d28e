using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// Methods that prune to one sparsity: iteratively by the magnitudes of trained weights, or in one cut before training by SNIP, by GraSP
/// or at random. The paper's values are those of its Table 2, for DCGAN on CIFAR-10.
/// </summary>
[Experiment("table2", "Pruning methods at one size, of a DCGAN: quality, weights, arithmetic and time (Table 2)")]
sealed class Table2 : SparsitySweep
{
    const double PaperSparsity = 0.797;

    /// <summary>The channels that have to go to leave about as many weights.</summary>
    const double PaperCompression = 0.6;

    static readonly TableRow[] s_rows =
    [
        new("unpruned", CurveOutline.Unpruned, Paper: new PaperRow(37.71, 5_651_584, 1.12e16, 4590.5)),
        new("iterative magnitude pruning, the ticket's training", "magnitude", Paper: new PaperRow(37.77, 5_651_584, 1.16e16, 4477.7)),
        new("iterative magnitude pruning, with the search", "magnitude", IsWholeSearch: true),
        new("SNIP", "snip", Paper: new PaperRow(56.02, 5_651_584, 1.12e16, 4689.5)),
        new("GraSP", "grasp", Paper: new PaperRow(65.53, 5_651_584, 1.12e16, 4603.3)),
        new("random mask", "random-mask"),
        new("early-bird ticket, channels removed", "early-bird", Paper: new PaperRow(33.49, 1_148_190, 0.13e16, 2417)),
        new("early-bird ticket in bfloat16", "early-bird-bfloat16"),
        new("early-bird ticket in mixed precision", "early-bird-mixed", Paper: new PaperRow(34.28, 1_148_190, 0.13e16, 2131.09)),
        new("random channels of its widths", "random-channels"),
        new("new network of its widths", "new-network"),
    ];

    protected override IEnumerable<Subject> Subjects => ModelKind.All.Where(kind => kind != ModelKind.WganPenalty).Select(kind => kind.On(kind.Image[0] == 1 ? "mnist" : "cifar10"));

    protected override IReadOnlyList<ModelKind> DefaultModels => [ModelKind.Dcgan];

    protected override IEnumerable<Curve> Curves =>
    [
        new("magnitude", new ScorePruning(CurveOutline.WholeNetwork, Components.All, Score: "magnitude"), IsRandom: false),
        Curve.Winning(PruningMethod.AtInitialisation("snip")) with { Name = "snip" },
        Curve.Winning(PruningMethod.AtInitialisation("grasp")) with { Name = "grasp" },
        Curve.Winning(PruningMethod.AtInitialisation("random")) with { Name = "random-mask" },
        .. new[] { ChannelChoice.EarlyBird, ChannelChoice.Random, ChannelChoice.NewNetwork }.Select(choice => new ChannelPruning(choice, IsOfLastRound: true)).Select(method => new Curve(method.Name, method, IsRandom: false)),
        .. ChannelPruning.InFewerBits(isOfLastRound: true).Select(method => new Curve(method.Name, method, IsRandom: false)),
    ];

    protected override Drawing Drawing => Drawing.LastRound;

    protected override IReadOnlyList<SectionOutline> Sections =>
        [new TableOutline(s_rows), new ScatterOutline(s_rows, Measurement.ExecutedFlop), new ScansOutline(), new ImagesOutline(), new LayersOutline()];

    protected override Settings Adapt(Settings settings, RunOptions options) => settings with
    {
        Sparsity = PaperSparsity,
        ChannelCompressions = [PaperCompression],
        // 7 rounds that remove 20 % each at paper scale, 4 rounds of 33 % at small scale.
        Rounds = settings.Rounds switch { 20 => 7, 10 => 4, var few => few },
    };
}
