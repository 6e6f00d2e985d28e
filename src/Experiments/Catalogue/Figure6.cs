namespace SparseGen.Experiments.Catalogue;

[Experiment("fig6", "GANs: quality of generated images by sparsity (Figure 6)")]
sealed class Figure6 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("cifar10"), ModelKind.ResidualDcgan.On("cifar10"), ModelKind.Sngan.On("cifar10"), ModelKind.Wgan.On("cifar10")];

    protected override IEnumerable<Curve> Curves =>
        [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both), Curve.Winning(PruningMethod.Only("generator")), Curve.Winning(PruningMethod.Only("discriminator"))];

    protected override Drawing Drawing => Drawing.EveryRound;
}
