namespace SparseGen.Kernels.Reference;

/// <summary>
/// The definition of every operation: plain loops in Float64 on one thread, written for readability. Other devices are compared
/// with it.
/// </summary>
sealed partial class ReferenceKernels : IKernels
{
    static Span<double> Values(Tensor tensor) => tensor.Span<double>();

    /// <summary>
    /// The C-order index in a tensor of shape <paramref name="part"/>, which broadcasts to <paramref name="full"/>, for index
    /// <paramref name="index"/> in the full shape.
    /// </summary>
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
