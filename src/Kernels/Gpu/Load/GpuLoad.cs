namespace SparseGen.Kernels.Gpu;

/// <summary>Kernels that compute without accessing memory, to measure the peak arithmetic of a GPU.</summary>
static class GpuLoad
{
    /// <summary>Groups per multiprocessor, which run concurrently.</summary>
    const int Groups = 2;

    /// <summary>Queues multiply-adds in Float32.</summary>
    /// <param name="device">a GPU</param>
    /// <param name="rounds">the default takes a few milliseconds</param>
    /// <returns>Floating-point operations, two per multiply-add; and the sum of each thread, in the innermost scope.</returns>
    public static (double Flops, Tensor Sums) MultiplyAdds(Device device, int rounds = 16384)
    {
        var (session, groups, sums) = Prepare(device, MultiplyAddLoad.Threads);
        session.Launch(new MultiplyAddLoad(sums.Floats(), rounds, left: 0.5f, right: 0.25f), groups, MultiplyAddLoad.Threads);
        return ((double)MultiplyAddLoad.Flops * rounds * sums.Count, sums);
    }

    /// <summary>Queues multiply-adds on tensor cores.</summary>
    /// <param name="format">what is multiplied: TF32 or BFloat16</param>
    /// <inheritdoc cref="MultiplyAdds"/>
    public static (double Flops, Tensor Sums) TensorCores(Device device, TensorFormat format, int rounds = 16384) => format == TensorFormat.BFloat16
        ? TensorCores<BFloat16Elements>(device, rounds, left: BFloat16Elements.Pair(0.5f, 0.5f), right: BFloat16Elements.Pair(0.25f, 0.25f))
        : TensorCores<Float32Elements>(device, rounds, left: BitConverter.SingleToUInt32Bits(0.5f), right: BitConverter.SingleToUInt32Bits(0.25f));

    static (double Flops, Tensor Sums) TensorCores<TElements>(Device device, int rounds, uint left, uint right) where TElements : struct, ITensorElements
    {
        var (session, groups, sums) = Prepare(device, TensorLoad<TElements>.Threads);
        session.Launch(new TensorLoad<TElements>(sums.Floats(), rounds, left, right), groups, TensorLoad<TElements>.Threads);
        return ((double)TensorLoad<TElements>.Flops * rounds * sums.Count / 32, sums);
    }

    static (GpuSession Session, int Groups, Tensor Sums) Prepare(Device device, int threads)
    {
        var session = ((GpuMemory)device.Memory).Session;
        var groups = Groups * session.Multiprocessors;
        return (session, groups, device.Allocate(new Shape(groups * threads)));
    }
}
