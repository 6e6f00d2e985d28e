using SparseGen.Kernels;

namespace SparseGen.Bench.Quick;

/// <summary>Arguments for kernels, the same in every run.</summary>
static class Numbers
{
    public static Tensor Uniform(Device device, in Shape shape, double low = -1)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Uniform(RandomStream.For(1, "bench"), tensor, low, 1);
        return tensor;
    }

    /// <summary>A dense weight, or one with a uniformly random mask.</summary>
    public static Weight Weight(Device device, in ConvolutionShape shape, double sparsity)
    {
        var dense = Uniform(device, shape.Weight);
        if (sparsity == 0) return new Weight(dense);
        var uniform = new float[shape.Weight.Count];
        Philox.Uniform(RandomStream.For(1, "mask"), uniform);
        var pattern = new Pattern(shape.Weight, Array.ConvertAll(uniform, u => u >= sparsity ? (byte)1 : (byte)0));
        var values = device.Allocate(new Shape(pattern.Count));
        device.Kernels.Gather(pattern, dense, values);
        return new Weight(values, pattern);
    }
}
