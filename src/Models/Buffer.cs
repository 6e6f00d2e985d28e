using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>State of a layer that is not trained by gradients, such as running statistics.</summary>
public sealed class Buffer : IDisposable
{
    internal Buffer(Device device, in Shape shape) => Tensor = device.AllocateOwned(shape);

    /// <summary>"generator.1.running_mean"</summary>
    public string Path { get; internal set; } = "";

    public Tensor Tensor { get; }

    public void Dispose() => Tensor.Dispose();
}
