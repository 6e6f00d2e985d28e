using ILGPU;

namespace SparseGen.Kernels.Gpu;

static class GpuTensor
{
    /// <summary>The elements of a tensor in the form that kernels take.</summary>
    /// <exception cref="ArgumentException">The tensor is not Float32 in the memory of a GPU.</exception>
    public static ArrayView<float> Floats(this Tensor tensor) => Session(tensor, DType.Float32).View<float>(tensor.Address, tensor.Count);

    /// <summary>The elements of a tensor in the form that kernels take.</summary>
    /// <exception cref="ArgumentException">The tensor has another format, or is not in the memory of a GPU.</exception>
    public static TElements Elements<TElements>(this Tensor tensor) where TElements : struct, IElements<TElements> =>
        TElements.Of(Session(tensor, TElements.Format), tensor.Address, tensor.Count);

    /// <summary>Whether the tensor holds BFloat16, and not Float32.</summary>
    public static bool IsBFloat16(this Tensor tensor) => tensor.DType == DType.BFloat16;

    /// <summary>The index of the first element in <see cref="GpuSession.AllMemory"/>.</summary>
    /// <inheritdoc cref="Floats"/>
    public static long FirstFloat(this Tensor tensor)
    {
        tensor.Floats();
        return tensor.Address / sizeof(float);
    }

    /// <summary>Whether the elements can be read and written four at a time.</summary>
    public static bool IsAligned(this Tensor tensor) => tensor.Address % (4 * tensor.DType.Size()) == 0;

    /// <summary>Whether the elements can be read and written 16 bytes at a time.</summary>
    public static bool IsAlignedToWords(this Tensor tensor) => tensor.Address % Float4.Bytes == 0;

    static GpuSession Session(Tensor tensor, DType format) => tensor.DType == format && tensor.Memory is GpuMemory memory
        ? memory.Session
        : throw new ArgumentException($"This kernel of the GPU takes {format} in its own memory, not a {tensor.DType} tensor {tensor.Shape}{(tensor.Memory is GpuMemory ? "" : " of another device")}.");
}
