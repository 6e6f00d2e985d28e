namespace SparseGen.Experiments.Catalogue;

/// <summary>
/// Only one component is pruned. The model's own tickets of it are compared with tickets transferred from the corresponding component
/// of the other model: mask and rewound values. With --models only the named models are compared; the other one is then trained only
/// as the source of the transferred tickets.
/// </summary>
[Experiment("fig8", "Tickets of a VAE's decoder as a DCGAN's generator, and back (Figure 8)")]
sealed class Figure8 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.Vae.On("cifar10"), ModelKind.Dcgan.On("cifar10")];

    protected override IEnumerable<Curve> Curves => CurvesOf(ModelKind.Dcgan);

    protected override Drawing Drawing => Drawing.EveryRound;

    protected override IEnumerable<Curve> CurvesOf(ModelKind model) => model == ModelKind.Vae
        ? Compared("decoder", PruningMethod.Of(ModelKind.Dcgan, "generator", "decoder"))
        : Compared("generator", PruningMethod.Of(ModelKind.Vae, "decoder", "generator"));

    static IEnumerable<Curve> Compared(string component, PruningMethod taken)
    {
        var own = PruningMethod.Only(component);
        return [Curve.Winning(own) with { Name = "winning" }, Curve.Random(own) with { Name = "random" }, new Curve("transferred", taken, IsRandom: false)];
    }
}
