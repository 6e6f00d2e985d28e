using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>State of a layer that is not trained by gradients, such as running statistics.</summary>
public sealed class Buffer : IDisposable
{
    readonly Device _device;

    internal Buffer(Device device, in Shape shape)
    {
        _device = device;
        FullShape = shape;
        Tensor = device.AllocateOwned(shape);
    }

    /// <summary>"generator.1.running_mean"</summary>
    public string Path { get; internal set; } = "";

    /// <summary>Replaced where channels are removed.</summary>
    public Tensor Tensor { get; private set; }

    /// <summary>The shape that the buffer was made with, before channels were removed.</summary>
    public Shape FullShape { get; }

    /// <summary>Keeps some entries along an axis.</summary>
    /// <param name="indices">that are kept, ascending</param>
    internal void Keep(int axis, ReadOnlySpan<int> indices) => Tensor = AxisSelection.Replace(_device, Tensor, axis, indices);

    /// <summary>Gives the buffer another shape, with undefined contents.</summary>
    internal void Resize(in Shape shape)
    {
        if (shape == Tensor.Shape) return;
        Tensor.Dispose();
        Tensor = _device.AllocateOwned(shape);
    }

    public void Dispose() => Tensor.Dispose();
}
