using ILGPU;

namespace SparseGen.Kernels.Gpu;

static class GpuTensor
{
    /// <summary>The elements of a tensor in the form that kernels take.</summary>
    /// <exception cref="ArgumentException">The tensor is not Float32 in the memory of a GPU.</exception>
    public static ArrayView<float> Floats(this Tensor tensor) => tensor.DType == DType.Float32 && tensor.Memory is GpuMemory memory
        ? memory.Session.View<float>(tensor.Address, tensor.Count)
        : throw new ArgumentException($"The GPU computes with Float32 in its own memory, not with a {tensor.DType} tensor {tensor.Shape}{(tensor.Memory is GpuMemory ? "" : " of another device")}.");

    /// <summary>The index of the first element in <see cref="GpuSession.AllMemory"/>.</summary>
    /// <inheritdoc cref="Floats"/>
    public static long FirstFloat(this Tensor tensor)
    {
        tensor.Floats();
        return tensor.Address / sizeof(float);
    }

    /// <summary>Whether the elements can be read and written as Float4.</summary>
    public static bool IsAligned(this Tensor tensor) => tensor.Address % Float4.Bytes == 0;
}
