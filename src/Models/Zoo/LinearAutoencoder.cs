using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>pixels-128-pixels with ReLU and sigmoid: 0.20 M weights for images of (1, 28, 28).</summary>
public sealed class LinearAutoencoder : Autoencoder
{
    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="image">(C, H, W); (1, 28, 28) if absent</param>
    /// <param name="narrowing">what the hidden width is divided by</param>
    /// <param name="learningRate">Adam's</param>
    public LinearAutoencoder(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 1e-3)
        : this(device, seed, image ?? new Shape(1, 28, 28), Narrowing.Of(128, narrowing), learningRate)
    {
    }

    LinearAutoencoder(Device device, ulong seed, Shape image, int hidden, double learningRate) : base(
        device,
        seed,
        new Sequential(device, new Flatten(device), new Linear(device, (int)image.Count, hidden), new Relu(device)),
        new Sequential(device, new Linear(device, hidden, (int)image.Count), new Sigmoid(device), new Unflatten(device, image)),
        learningRate)
    {
    }
}
