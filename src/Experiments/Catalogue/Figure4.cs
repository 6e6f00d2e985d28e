namespace SparseGen.Experiments.Catalogue;

[Experiment("fig4", "Autoencoders: reconstruction loss by sparsity (Figure 4)")]
sealed class Figure4 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.ConvolutionalAutoencoder.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves =>
        [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both), Curve.Winning(PruningMethod.Only("encoder")), Curve.Winning(PruningMethod.Only("decoder"))];
}
