namespace SparseGen.Experiments.Catalogue;

[Experiment("fig1", "DCGAN: winning against random tickets, and what they generate at 80 % sparsity (Figure 1)")]
sealed class Figure1 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Dcgan.On("celeba")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override Drawing Drawing => Drawing.At(0.8);
}
