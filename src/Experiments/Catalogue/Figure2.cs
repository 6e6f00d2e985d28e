namespace SparseGen.Experiments.Catalogue;

/// <summary>The paper does not name the model of its Figure 2; here one model of each family is measured.</summary>
[Experiment("fig2", "The step at which held-out images say to stop, by sparsity (Figure 2)")]
sealed class Figure2 : SparsitySweep
{
    protected override IEnumerable<Subject> Subjects => [ModelKind.LinearAutoencoder.On("mnist"), ModelKind.Vae.On("cifar10"), ModelKind.Dcgan.On("cifar10")];

    protected override IEnumerable<Curve> Curves => [Curve.Winning(PruningMethod.Both), Curve.Random(PruningMethod.Both)];

    protected override int Evaluations => 20;

    protected override IReadOnlyList<Metric> MetricsOf(ModelKind model)
    {
        var followed = model.Metrics.Contains(Metric.SampleQuality) ? Metric.HeldOutSampleQuality : Metric.ReconstructionLoss;
        return [Metric.EarlyStopping(followed), followed];
    }
}
