using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Bench.Quick;

/// <summary>What a GPU can do at most, measured since its clock follows its load: multiply-adds from registers, and copying memory.</summary>
static class GpuPeak
{
    /// <summary>FLOP/s in Float32.</summary>
    public static double MultiplyAdds(Device device) => Rate(device, () => GpuLoad.MultiplyAdds(device).Flops);

    /// <summary>FLOP/s on tensor cores, with the instruction that the kernels use; newer GPUs have faster ones.</summary>
    public static double TensorCores(Device device, TensorFormat format) => Rate(device, () => GpuLoad.TensorCores(device, format).Flops);

    /// <summary>Bytes/s read plus bytes/s written.</summary>
    public static double Copy(Device device)
    {
        const int floats = 64 << 20;
        using var scope = device.OpenScope();
        var (from, to) = (Numbers.Uniform(device, new Shape(floats)), device.Allocate(new Shape(floats)));
        return Rate(device, () =>
        {
            device.Kernels.Copy(from, to);
            return 2.0 * floats * sizeof(float);
        });
    }

    /// <param name="device">waited for</param><param name="load">queues work and says how much</param>
    static double Rate(Device device, Func<double> load)
    {
        var amount = 0.0;
        var time = Timing.Of(() =>
        {
            using var scope = device.OpenScope();
            amount = load();
            device.Synchronize();
        });
        return amount / time.Median;
    }
}
