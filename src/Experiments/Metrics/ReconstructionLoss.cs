using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>The mean squared error of reconstructed pixels in [0, 1], over all pixels and held-out images.</summary>
sealed class ReconstructionLoss : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Measured on) => [new("reconstruction", "reconstruction loss", LowerIsBetter: true)];

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained) => [Mean(trained.Model, trained.On.HeldOut, trained.Cancel)];

    internal override double Estimate(Model model, Measured on)
    {
        var start = Stopwatch.GetTimestamp();
        var first = HeldOutBatches.First(on.HeldOut);
        Mean(model, first, default);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * on.HeldOut.Count / first.Count;
    }

    static double Mean(Model model, ImageSet images, CancellationToken cancel)
    {
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} does not reconstruct images.");
        var sum = 0.0;
        foreach (var (start, count) in HeldOutBatches.Of(images, cancel))
        {
            using var scope = model.Device.OpenScope();
            sum += count * reconstructor.ReconstructionLoss(HeldOutBatches.Upload(model.Device, images, start, count));
        }
        return sum / images.Count;
    }
}
