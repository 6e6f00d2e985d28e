namespace SparseGen.Experiments.Catalogue;

/// <summary>A variational autoencoder reconstructs an image by decoding the mean of the encoder's distribution.</summary>
[Experiment("figA3", "VAEs: classification accuracy of reconstructed images by sparsity (Figure A.3)")]
sealed class FigureA3 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Vae.On("cifar10"), ModelKind.BetaVae.On("cifar10"), ModelKind.ResidualVae.On("cifar10")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override IReadOnlyList<Metric> MetricsOf(ModelKind model) => [Metric.ReconstructionAccuracy];
}
