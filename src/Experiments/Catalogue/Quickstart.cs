namespace SparseGen.Experiments.Catalogue;

/// <summary>The whole method in minutes, with nothing to download.</summary>
[Experiment("quickstart", "Winning and random tickets of a linear autoencoder on built-in images, in minutes")]
sealed class Quickstart : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("glyphs")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    /// <summary>Half as long as fig4's, so that it ends within three minutes on two cores, the build included.</summary>
    protected override Settings Adapt(Settings settings) =>
        settings.Steps > 1_000 ? settings with { Steps = 1_000, Rewind = 50 } : settings;
}
