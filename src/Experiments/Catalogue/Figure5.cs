namespace SparseGen.Experiments.Catalogue;

[Experiment("fig5", "VAEs: quality of generated images by sparsity (Figure 5)")]
sealed class Figure5 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Vae.On("cifar10", "celeba"), ModelKind.BetaVae.On("cifar10", "celeba"), ModelKind.ResidualVae.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves =>
        [Curve.Winning(Chain.Both), Curve.Random(Chain.Both), Curve.Winning(Chain.Only("encoder")), Curve.Winning(Chain.Only("decoder"))];

    protected override Drawing Drawing => Drawing.EveryRound;
}
