using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Two linear layers, from the pixels to 128 features with ReLU, and back to the pixels with a sigmoid. 0.20 M parameters for images of (1, 28, 28).</summary>
public sealed class LinearAutoencoder : Autoencoder
{
    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, W); (1, 28, 28) if null</param>
    /// <param name="narrowing">divisor of the number of hidden features</param>
    /// <param name="learningRate">learning rate of Adam</param>
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
