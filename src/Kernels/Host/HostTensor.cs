namespace SparseGen.Kernels.Host;

static unsafe class HostTensor
{
    /// <summary>The address of the first element of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not Float32 in host memory.</exception>
    public static float* Floats(this Tensor tensor) => tensor.DType == DType.Float32 && tensor.Memory.IsHost
        ? (float*)tensor.Address
        : throw new ArgumentException($"The host computes with Float32 in its own memory, not with a {tensor.DType} tensor {tensor.Shape}{(tensor.Memory.IsHost ? "" : " of another device")}.");
}
