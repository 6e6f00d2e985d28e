namespace SparseGen.Experiments.Catalogue;

[Experiment("figA5", "GANs: discriminator loss by sparsity (Figure A.5)")]
sealed class FigureA5 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("cifar10", "celeba"), ModelKind.ResidualDcgan.On("cifar10", "celeba"), ModelKind.Sngan.On("cifar10", "celeba"), ModelKind.Wgan.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override IReadOnlyList<Metric> MetricsOf(ModelKind model) => [Metric.DiscriminatorLoss];
}
