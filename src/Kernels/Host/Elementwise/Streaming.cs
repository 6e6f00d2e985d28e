namespace SparseGen.Kernels.Host;

/// <summary>Decides when an output is written with non-temporal stores, which bypass the caches.</summary>
static class Streaming
{
    /// <summary>
    /// The size in bytes from which little of an output remains in the last-level cache until it is read again. Measured in
    /// chains of kernels that each read what the previous one wrote: at 4 MiB writing to the cache is faster, at 8 MiB to
    /// memory, at 16 MiB by a third.
    /// </summary>
    const long Large = 8L << 20;

    /// <summary>Whether to stream: the output is large and aligned, and is none of the inputs, whose cache lines are loaded in any case.</summary>
    public static bool IsFaster(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        if (output.Count * output.DType.Size() < Large || !IsAligned(output.Address)) return false;
        foreach (var input in inputs)
            if (input.Address == output.Address) return false;
        return true;
    }

    /// <summary>As <see cref="IsFaster"/>, for an output written in rows, whose length must keep each row aligned.</summary>
    public static bool IsFasterInRows(long length, Tensor output, params ReadOnlySpan<Tensor> inputs) =>
        IsAligned(length * output.DType.Size()) && IsFaster(output, inputs);

    /// <summary>Whether to stream a large output that is written in rows, whose length must keep each row aligned.</summary>
    public static unsafe bool IsFasterInRows<T>(long length, T* output, long elements) where T : unmanaged =>
        elements * sizeof(T) >= Large && IsAligned((long)output) && IsAligned(length * sizeof(T));

    static bool IsAligned(long bytes) => bytes % HostMemory.Alignment == 0;
}
