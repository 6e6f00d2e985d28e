using System.Diagnostics;
using SparseGen.Autograd;
using SparseGen.Fid;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// The fraction of reconstructed held-out images that a classifier trained on real images assigns to the class of their label: the
/// downstream task of the paper's section 3.2.
/// </summary>
sealed class ReconstructionAccuracy : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Measured on) =>
        [new($"accuracy-{on.Features.ClassifierName}", "classification accuracy of reconstructions", LowerIsBetter: false)];

    internal override IEnumerable<IFeatureNetwork> Networks(FeatureNetworks networks, FeatureSource source) => [networks.Classifier(source)];

    internal override IReadOnlyList<double> MeasureOriginals(Measured on, FeatureNetworks networks) => [networks.Classifier(on.Features).Accuracy(on.HeldOut)];

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var (model, images) = (trained.Model, trained.On.HeldOut);
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} does not reconstruct images.");
        var classifier = trained.Features.Classifier(trained.On.Features);
        var correct = 0;
        foreach (var (start, count) in HeldOutBatches.Of(images, trained.Cancel))
        {
            using var scope = model.Device.OpenScope();
            var batch = new Variable(model.Device, HeldOutBatches.Upload(model.Device, images, start, count));
            correct += classifier.CountCorrect(reconstructor.Reconstruct(batch, Mode.Evaluate).Value, images.Labels.Slice(start, count));
        }
        return [(double)correct / images.Count];
    }

    internal override double Estimate(Model model, Measured on)
    {
        var start = Stopwatch.GetTimestamp();
        var first = HeldOutBatches.First(on.HeldOut);
        on.Features.LookUntrained(model.Device, Reconstructions.Of(model, first));
        return Stopwatch.GetElapsedTime(start).TotalSeconds * on.HeldOut.Count / first.Count;
    }
}
