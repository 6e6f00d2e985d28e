namespace SparseGen.Experiments.Catalogue;

[Experiment("fig5", "VAEs: quality of generated images by sparsity (Figure 5)")]
sealed class Figure5 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Vae.On("cifar10", "celeba"), ModelKind.BetaVae.On("cifar10", "celeba"), ModelKind.ResidualVae.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves =>
        [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both), Curve.Winning(PruningMethod.Only("encoder")), Curve.Winning(PruningMethod.Only("decoder"))];

    protected override Drawing Drawing => Drawing.EveryRound;
}
