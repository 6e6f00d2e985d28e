namespace SparseGen.Experiments.Catalogue;

/// <summary>The paper makes these comparisons on DCGAN; here they are also made on two autoencoders.</summary>
[Experiment("fig3", "Pruning strategies: one-shot against iterative, rewinding to initialisation against late (Figure 3)")]
sealed class Figure3 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.ConvolutionalAutoencoder.On("cifar10"), ModelKind.Dcgan.On("cifar10")];

    protected override IEnumerable<Curve> Curves =>
    [
        Curve.Winning(PruningMethod.Both) with { Name = "iterative" },
        Curve.Winning(PruningMethod.OneShot) with { Name = "one-shot" },
        Curve.Winning(PruningMethod.ToInitialisation) with { Name = "rewound-to-0" },
    ];
}
