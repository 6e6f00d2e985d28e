namespace SparseGen.Kernels.Reference;

/// <summary>
/// The definition of every operation: plain loops in Float64 on one thread, written to be read and believed.
/// The other devices are compared with it.
/// </summary>
sealed partial class ReferenceKernels : IKernels
{
    static Span<double> Values(Tensor tensor) => tensor.Span<double>();

    /// <summary>Where element <paramref name="index"/> of a tensor of shape <paramref name="full"/> reads a tensor of shape <paramref name="part"/> that broadcasts to it.</summary>
    static int Broadcast(in Shape full, in Shape part, int index)
    {
        if (full == part) return index;
        var offset = 0;
        var stride = 1;
        for (var d = full.Rank - 1; d >= 0; d--)
        {
            if (part[d] != 1) offset += index % full[d] * stride;
            stride *= part[d];
            index /= full[d];
        }
        return offset;
    }
}
