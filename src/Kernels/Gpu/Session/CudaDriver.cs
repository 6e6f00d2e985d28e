using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>The NVIDIA driver: whether it can be used, and which devices it finds.</summary>
static unsafe class CudaDriver
{
    const int NoDevice = 100;

    /// <summary>The folder of the driver's library under the Windows Subsystem for Linux, which ILGPU searches itself.</summary>
    const string WindowsSubsystem = "/usr/lib/wsl/lib";

    static readonly string Library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    // Without CUDA's development files a machine has libcuda.so.1, but not libcuda.so, which is the name that ILGPU loads.
    static CudaDriver()
    {
        if (!OperatingSystem.IsLinux() || Directory.Exists(WindowsSubsystem)) return;
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, static (name, assembly, paths) =>
            name is "cuda" or "libcuda.so" && NativeLibrary.TryLoad(Library, out var driver) ? driver : 0);
    }

    /// <summary>The reason why CUDA cannot be used, as a sentence; null if it can be used.</summary>
    public static string? Obstacle()
    {
        if (!NativeLibrary.TryLoad(Library, out var driver))
            return $"There is no NVIDIA driver here: the library {Library} was not found.";
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out var initialise))
            return $"The library {Library} is not an NVIDIA driver: it has no cuInit.";
        return ((delegate* unmanaged<uint, int>)initialise)(0) switch
        {
            0 => null,
            NoDevice => "The NVIDIA driver finds no GPU.",
            var error => $"The NVIDIA driver does not start: CUDA error {error}.",
        };
    }

    /// <summary>The devices for which kernels can be compiled; empty if CUDA cannot be used.</summary>
    public static IReadOnlyList<CudaDeviceInfo> Devices()
    {
        if (Obstacle() is not null) return [];
        using var context = Context.Create(builder => builder.Cuda());
        var devices = new List<CudaDeviceInfo>();
        foreach (var device in context.GetCudaDevices()) devices.Add(Describe(device, devices.Count));
        return devices;
    }

    /// <exception cref="DeviceException">CUDA cannot be used, there is no such device, or it lacks the instructions for the precision.</exception>
    public static void Require(int index, ContractionPrecision precision)
    {
        if (Obstacle() is { } obstacle) throw new DeviceException(obstacle);
        var devices = Devices();
        if (index < 0 || index >= devices.Count)
            throw new DeviceException($"There is no CUDA device {index}: {devices.Count} that kernels can be compiled for {(devices.Count == 1 ? "is" : "are")} here.");
        if (precision == ContractionPrecision.TensorFloat32 && !devices[index].HasTensorCores)
            throw new DeviceException($"{devices[index].Name} has no tensor cores for TF32: they came with compute capability 8.0, and it has {devices[index].Capability}.");
    }

    static CudaDeviceInfo Describe(CudaDevice device, int index) => new(
        index, device.Name, device.Architecture is { } architecture ? 10 * architecture.Major + architecture.Minor : 0,
        device.NumMultiprocessors, device.ClockRate / 1000, device.MemorySize, $"{device.DriverVersion.Major}.{device.DriverVersion.Minor}");
}
