namespace SparseGen.Experiments.Catalogue;

[Experiment("figA8", "Autoencoders: images reconstructed by winning and random tickets of each sparsity (Figure A.8)")]
sealed class FigureA8 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.ConvolutionalAutoencoder.On("cifar10", "celeba")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override Drawing Drawing => Drawing.EveryRound;
}
