namespace SparseGen.Experiments.Catalogue;

[Experiment("table1", "Every model: the highest sparsity whose ticket matches the unpruned network (Table 1)")]
sealed class Table1 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects =>
    [
        ModelKind.LinearAutoencoder.On("mnist"),
        ModelKind.ConvolutionalAutoencoder.On("cifar10", "celeba"),
        ModelKind.Vae.On("cifar10", "celeba"),
        ModelKind.BetaVae.On("cifar10", "celeba"),
        ModelKind.ResidualVae.On("cifar10", "celeba"),
        ModelKind.Dcgan.On("cifar10", "celeba"),
        ModelKind.ResidualDcgan.On("cifar10", "celeba"),
        ModelKind.Sngan.On("cifar10", "celeba"),
        ModelKind.Wgan.On("cifar10", "celeba"),
    ];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];
}
