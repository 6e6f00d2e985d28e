namespace SparseGen.Kernels.Gpu;

/// <summary>An NVIDIA GPU as described by its driver.</summary>
/// <param name="Index">the index that <see cref="Device.Cuda"/> takes</param>
/// <param name="Name">"NVIDIA H100 80GB HBM3"</param>
/// <param name="CapabilityTimesTen">compute capability, 90 for 9.0</param>
/// <param name="Multiprocessors">number of streaming multiprocessors</param>
/// <param name="Megahertz">highest clock of the multiprocessors</param>
/// <param name="Memory">bytes</param>
/// <param name="Cuda">the CUDA version that the driver supports, "12.4"</param>
public sealed record CudaDeviceInfo(int Index, string Name, int CapabilityTimesTen, int Multiprocessors, int Megahertz, long Memory, string Cuda)
{
    /// <summary>Compute capability, "9.0".</summary>
    public string Capability => $"{CapabilityTimesTen / 10}.{CapabilityTimesTen % 10}";

    /// <summary>Whether its tensor cores multiply in TF32 and in BFloat16.</summary>
    public bool HasTensorCores => CapabilityTimesTen >= TensorBlock.LeastCapability;

    /// <summary>The devices of this computer; if there are none, Obstacle says why.</summary>
    public static (IReadOnlyList<CudaDeviceInfo> Devices, string? Obstacle) List() => (CudaDriver.Devices(), CudaDriver.Obstacle());
}
