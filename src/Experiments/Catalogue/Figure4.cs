namespace SparseGen.Experiments.Catalogue;

[Experiment("fig4", "Autoencoders: reconstruction loss by sparsity (Figure 4)")]
sealed class Figure4 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.ConvolutionalAutoencoder.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves =>
        [Curve.Winning(Chain.Both), Curve.Random(Chain.Both), Curve.Winning(Chain.Only("encoder")), Curve.Winning(Chain.Only("decoder"))];
}
