namespace SparseGen.Kernels.Host;

static unsafe class HostTensor
{
    /// <summary>The address of the first element of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not Float32 in host memory.</exception>
    public static float* Floats(this Tensor tensor) => tensor.Elements<float>();

    /// <summary>The address of the first element of a tensor.</summary>
    /// <typeparam name="T">float or <see cref="BFloat16"/></typeparam>
    /// <exception cref="ArgumentException">The tensor has another element type, or is not in host memory.</exception>
    public static T* Elements<T>(this Tensor tensor) where T : unmanaged => tensor.DType == DTypes.Of<T>() && tensor.Memory.IsHost
        ? (T*)tensor.Address
        : throw new ArgumentException($"This kernel of the host takes {DTypes.Of<T>()} in its own memory, not a {tensor.DType} tensor {tensor.Shape}{(tensor.Memory.IsHost ? "" : " of another device")}.");

    /// <summary>One element as Float32.</summary>
    /// <inheritdoc cref="Elements" path="/typeparam"/>
    public static float Value<T>(T* element) where T : unmanaged => typeof(T) == typeof(float) ? *(float*)element : *(BFloat16*)element;

    /// <summary>Whether the tensor holds BFloat16, and not Float32.</summary>
    public static bool IsBFloat16(this Tensor tensor) => tensor.DType == DType.BFloat16;
}
