namespace SparseGen.Kernels.Gpu;

/// <summary>An NVIDIA GPU as its driver describes it.</summary>
/// <param name="Index">among the devices, as <see cref="Device.Cuda"/> takes it</param>
/// <param name="Name">"NVIDIA H100 80GB HBM3"</param>
/// <param name="CapabilityTimesTen">compute capability, 90 for 9.0</param>
/// <param name="Multiprocessors">streaming multiprocessors</param>
/// <param name="Megahertz">highest clock of the multiprocessors</param>
/// <param name="Memory">bytes</param>
/// <param name="Cuda">the CUDA version that the driver speaks, "12.4"</param>
public sealed record CudaDeviceInfo(int Index, string Name, int CapabilityTimesTen, int Multiprocessors, int Megahertz, long Memory, string Cuda)
{
    /// <summary>Compute capability, "9.0".</summary>
    public string Capability => $"{CapabilityTimesTen / 10}.{CapabilityTimesTen % 10}";

    /// <summary>Whether its tensor cores multiply in TF32.</summary>
    public bool HasTensorFloat32 => CapabilityTimesTen >= TensorBlock.LeastCapability;

    /// <summary>The devices here; where there is none, why.</summary>
    public static (IReadOnlyList<CudaDeviceInfo> Devices, string? Obstacle) List() => (CudaDriver.Devices(), CudaDriver.Obstacle());
}
