namespace SparseGen.Kernels.Host;

/// <summary>When an output is written past the caches.</summary>
static class Streaming
{
    /// <summary>
    /// Bytes of an output of which a last-level cache keeps little until it is read again. Measured in chains of kernels,
    /// each reading what the one before wrote: at 4 MiB a cache is better, at 8 MiB memory, at 16 MiB by a third.
    /// </summary>
    const long Large = 8L << 20;

    /// <summary>Whether it pays: the output is large and none of the inputs, whose lines are in the cache anyway.</summary>
    public static bool Pays(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        if (output.Count * sizeof(float) < Large || !IsAligned(output.Address)) return false;
        foreach (var input in inputs)
            if (input.Address == output.Address) return false;
        return true;
    }

    /// <summary><see cref="Pays"/>, and rows of a length that keeps each of them aligned.</summary>
    public static bool PaysInRows(long length, Tensor output, params ReadOnlySpan<Tensor> inputs) =>
        IsAligned(length * sizeof(float)) && Pays(output, inputs);

    /// <summary>Of a large output that is written in rows of a length that keeps each of them aligned.</summary>
    public static unsafe bool PaysInRows(long length, float* output, long floats) =>
        floats * sizeof(float) >= Large && IsAligned((long)output) && IsAligned(length * sizeof(float));

    static bool IsAligned(long bytes) => bytes % HostMemory.Alignment == 0;
}
