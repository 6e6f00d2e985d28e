namespace SparseGen.Experiments.Catalogue;

/// <summary>All stages of the method in a few minutes, on built-in images.</summary>
[Experiment("quickstart", "Winning and random tickets of a linear autoencoder on built-in images, in minutes")]
sealed class Quickstart : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("glyphs")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    /// <summary>At most 1,000 steps, half of those of fig4, so that the run takes at most three minutes on two cores, including the build.</summary>
    protected override Settings Adapt(Settings settings, RunOptions options) =>
        settings.Steps > 1_000 ? settings with { Steps = 1_000, Rewind = 50 } : settings;
}
