namespace SparseGen.Experiments.Catalogue;

/// <summary>
/// Early-bird tickets: channels are removed in the first epochs, a fraction for each round, and the narrower network is trained on.
/// In Float32 and in fewer bits. Beside them the same widths with random channels, the same widths in a new network, and winning tickets of iterative pruning.
/// </summary>
[Experiment("fig7", "Early-bird tickets: quality, arithmetic and time by compression (Figure 7)")]
sealed class Figure7 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects =>
    [
        ModelKind.Dcgan.On("cifar10"),
        ModelKind.Sngan.On("cifar10"),
        ModelKind.Vae.On("cifar10"),
        ModelKind.ConvolutionalAutoencoder.On("cifar10"),
        ModelKind.ResidualDcgan.On("cifar10"),
    ];

    protected override IReadOnlyList<ModelKind> DefaultModels => [ModelKind.Dcgan];

    protected override IEnumerable<Curve> Curves =>
    [
        .. new[] { ChannelChoice.EarlyBird, ChannelChoice.Random, ChannelChoice.NewNetwork }.Select(choice => new ChannelPruning(choice)).Select(method => new Curve(method.Name, method, IsRandom: false)),
        .. ChannelPruning.InFewerBits().Select(method => new Curve(method.Name, method, IsRandom: false)),
        Curve.Winning(PruningMethod.Both),
    ];

    protected override Drawing Drawing => new(16);

    protected override IReadOnlyList<SectionOutline> Sections =>
    [
        new AgainstOutline(Measurement.ExecutedFlop, Measurement.Metric),
        new AgainstOutline(Measurement.Compression, Measurement.ExecutedFlop),
        new AgainstOutline(Measurement.Compression, Measurement.Seconds),
        new ScansOutline(),
        new ImagesOutline(),
        new LayersOutline(),
    ];

    /// <summary>A round for each compression; the last winning ticket has 95 % of its weights removed, as the last early-bird ticket 95 % of its channels.</summary>
    protected override Settings Adapt(Settings settings, RunOptions options)
    {
        var rounds = options.Compression?.Split(',').Length ?? (options.Scale == Scale.Smoke ? 2 : settings.ChannelCompressions.Count);
        if (options.Compression is not null && options.Rounds is { } given && given != rounds) throw new UsageException($"--rounds {given} and {Plural.Of(rounds, "fraction")} of --compression: fig7 has a round for each fraction, so that --compression alone says both.");
        return settings with { Rounds = rounds, Sparsity = 0.95 };
    }
}
