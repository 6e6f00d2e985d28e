using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(C, H, W, N) → (C·H·W, N), without copying.</summary>
public sealed class Flatten(Device device) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode)
    {
        var batch = x.Shape[x.Shape.Rank - 1];
        return x.Reshape(new Shape(batch == 0 ? 0 : (int)(x.Value.Count / batch), batch));
    }
}

/// <summary>(C·H·W, N) → (C, H, W, N), without copying.</summary>
/// <param name="image">(C, H, W)</param>
public sealed class Unflatten(Device device, Shape image) : Module(device)
{
    /// <summary>The channels follow from the features: there are fewer where some have been removed.</summary>
    public override Variable Forward(Variable x, Mode mode) => x.Reshape(new Shape(x.Shape[0] / (image[1] * image[2]), image[1], image[2], x.Shape[1]));
}
