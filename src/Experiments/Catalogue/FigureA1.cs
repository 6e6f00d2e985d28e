namespace SparseGen.Experiments.Catalogue;

[Experiment("figA1", "GANs on CelebA: quality of generated images by sparsity (Figure A.1)")]
sealed class FigureA1 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("celeba"), ModelKind.ResidualDcgan.On("celeba"), ModelKind.Sngan.On("celeba"), ModelKind.Wgan.On("celeba")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override Drawing Drawing => Drawing.EveryRound;
}
