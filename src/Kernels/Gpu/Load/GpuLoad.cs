namespace SparseGen.Kernels.Gpu;

/// <summary>Arithmetic without memory, to find out what a GPU does at most.</summary>
static class GpuLoad
{
    /// <summary>On a multiprocessor, all at a time.</summary>
    const int Groups = 2;

    /// <summary>Queues multiply-adds in Float32.</summary>
    /// <param name="device">a GPU</param><param name="rounds">a few milliseconds as they are</param>
    /// <returns>FLOPs, two a multiply-add; the sum of each thread, in the innermost scope</returns>
    public static (double Flops, Tensor Sums) MultiplyAdds(Device device, int rounds = 16384)
    {
        var (session, groups, sums) = Prepare(device, MultiplyAddLoad.Threads);
        session.Launch(new MultiplyAddLoad(sums.Floats(), rounds, left: 0.5f, right: 0.25f), groups, MultiplyAddLoad.Threads);
        return ((double)MultiplyAddLoad.Flops * rounds * sums.Count, sums);
    }

    /// <summary>Queues multiply-adds in TF32 on tensor cores.</summary>
    /// <inheritdoc cref="MultiplyAdds"/>
    public static (double Flops, Tensor Sums) TensorCores(Device device, int rounds = 16384)
    {
        var (session, groups, sums) = Prepare(device, TensorLoad.Threads);
        session.Launch(new TensorLoad(sums.Floats(), rounds, left: 0.5f, right: 0.25f), groups, TensorLoad.Threads);
        return ((double)TensorLoad.Flops * rounds * sums.Count / 32, sums);
    }

    static (GpuSession Session, int Groups, Tensor Sums) Prepare(Device device, int threads)
    {
        var session = ((GpuMemory)device.Memory).Session;
        var groups = Groups * session.Multiprocessors;
        return (session, groups, device.Allocate(new Shape(groups * threads)));
    }
}
