using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(C, H, W, N) → (C, H/size, W/size, N): the mean of each square of size × size. H and W are multiples of size.</summary>
public sealed class AveragePooling(Device device, int size = 2) : Module(device)
{
    /// <exception cref="ArgumentException">H or W is not a multiple of the size.</exception>
    public override Variable Forward(Variable x, Mode mode)
    {
        var (channels, height, width, batch) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        if (height % size != 0 || width % size != 0) throw new ArgumentException($"Images {x.Shape} cannot be divided into squares of {size}×{size}.");
        var squares = x.Reshape(new Shape(channels, height / size, size, width / size, size, batch));
        return squares.SumTo(new Shape(channels, height / size, 1, width / size, 1, batch)).Reshape(new Shape(channels, height / size, width / size, batch)) / (size * size);
    }
}
