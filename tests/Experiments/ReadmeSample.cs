using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Experiments;

/// <summary>The README's sample: it shows the lines above and those between the marks.</summary>
static class ReadmeSample
{
    public static double Run()
    {
        // sample
        using var device = Device.Host();
        var images = Glyphs.Create(count: 2_000, seed: 7);
        using var model = new LinearAutoencoder(device, seed: 7);
        using var trainer = new Trainer(model, images, batch: 64, seed: 7);

        trainer.RunTo(step: 50);
        var early = model.Snapshot();                                  // everything a rewind restores
        trainer.RunTo(step: 500);
        var mask = Mask.Global(new Magnitude().Score(model), sparsity: 0.8);

        model.Restore(early);
        model.Apply(mask);                                             // parameters now hold survivors only
        trainer.RunFrom(step: 50, to: 500);
        Console.WriteLine($"loss {trainer.Loss:F4} with {model.Density:P0} of the weights");
        // end of sample
        return trainer.Loss;
    }
}
