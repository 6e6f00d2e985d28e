using SparseGen;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace OwnNetworks;

static class NarrowedClassifier
{
    public static (double Loss, long Before, long After) Run()
    {
        // sample
        using var device = Device.Host();
        using var model = new ResidualClassifier(device, seed: 7);
        using var trainer = new Trainer(model, Glyphs.Create(count: 2_000, seed: 7), batch: 64, seed: 7);
        trainer.RunTo(step: 50);
        var before = model.Parameters.Sum(parameter => parameter.Shape.Count);

        var sets = ChannelSets.Of(model, image: new Shape(1, 28, 28));             // found by following the loss
        ChannelMask.BySmallestScales(sets, fraction: 0.5, Components.All).Apply();  // moments and statistics lose them, too
        trainer.RunTo(step: 200);
        var after = model.Parameters.Sum(parameter => parameter.Shape.Count);
        // end of sample
        return (trainer.Loss, before, after);
    }
}
