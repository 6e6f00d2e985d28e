namespace SparseGen.Experiments.Catalogue;

[Experiment("figA4", "DCGAN: score of the classes seen on generated images by sparsity (Figure A.4)")]
sealed class FigureA4 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override IReadOnlyList<Metric> MetricsOf(ModelKind model) => [Metric.SampleScore];
}
