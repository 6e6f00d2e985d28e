using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(C, H, W, N) → (C, H·size, W·size, N): each pixel is repeated size × size times (nearest neighbour).</summary>
public sealed class Upsampling(Device device, int size = 2) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode)
    {
        var (channels, height, width, batch) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        var squares = x.Reshape(new Shape(channels, height, 1, width, 1, batch)).Expand(new Shape(channels, height, size, width, size, batch));
        return squares.Reshape(new Shape(channels, height * size, width * size, batch));
    }
}
