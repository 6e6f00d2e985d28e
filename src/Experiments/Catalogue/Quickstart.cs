namespace SparseGen.Experiments.Catalogue;

/// <summary>The whole method in two minutes, with nothing to download.</summary>
[Experiment("quickstart", "Winning and random tickets of a linear autoencoder on built-in images, in minutes")]
sealed class Quickstart : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("glyphs")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(Chain.Both), Curve.Random(Chain.Both)];
}
