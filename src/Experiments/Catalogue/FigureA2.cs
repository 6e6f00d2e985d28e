namespace SparseGen.Experiments.Catalogue;

[Experiment("figA2", "Autoencoders: classification accuracy of reconstructed images by sparsity (Figure A.2)")]
sealed class FigureA2 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.ConvolutionalAutoencoder.On("cifar10")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override IReadOnlyList<Metric> MetricsOf(ModelKind model) => [Metric.ReconstructionAccuracy];
}
