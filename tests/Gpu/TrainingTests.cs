using SparseGen.Data;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Tests.Gpu.Interpreter;
using SparseGen.Training;
using Device = SparseGen.Kernels.Device;

namespace SparseGen.Tests.Gpu;

/// <summary>Whole training steps on the kernels' PTX: batches sent ahead, networks, gradients, masks and optimizers.</summary>
sealed class TrainingTests
{
    const int Batch = 8;

    static readonly ImageSet Images = Random(new Shape(3, 8, 8), count: 4 * Batch);

    [TestCase("float32", 1e-4)]
    [TestCase("tf32", 1e-2)]
    [TestCase("bfloat16", 1e-2)]
    [TestCase("mixed", 1e-2)]
    public void Losses_are_those_of_the_host(string name, double tolerance)
    {
        var precision = Precision.Named(name)!;
        using var host = Device.Host();
        using var gpu = PtxSession.Open(multiprocessors: 132, precision.Contractions);
        Assert.That(Losses(gpu, precision), Is.EqualTo(Losses(host, precision)).Within(tolerance));
    }

    /// <summary>Of some steps, dense and then masked.</summary>
    static double[] Losses(Device device, Precision precision)
    {
        using var model = new Dcgan(device, seed: 1, new Shape(3, 8, 8), narrowing: 16) { Precision = precision };
        using var trainer = new Trainer(model, Images, Batch, seed: 1);
        var losses = new List<double>();
        trainer.AddHook(_ => losses.AddRange([trainer.Losses[0], trainer.Losses[1]]));
        trainer.RunTo(step: 2);
        model.Apply(Mask.Global(new RandomScore(seed: 1).Score(model), sparsity: 0.9));
        trainer.RunTo(step: 3);
        return [.. losses];
    }

    static ImageSet Random(Shape image, int count)
    {
        var uniform = new float[count * image.Count];
        Philox.Uniform(RandomStream.For(1, "images"), uniform);
        return new ImageSet("random", image[0], image[1], image[2], classes: 1, Array.ConvertAll(uniform, u => (byte)(256 * u)), new byte[count]);
    }
}
