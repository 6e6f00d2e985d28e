namespace SparseGen.Kernels.Reference;

/// <summary>
/// The definition of every operation: plain loops in Float64 on one thread, written for readability. Other devices are compared
/// with it.
/// </summary>
/// <remarks>
/// Every operation computes in Float64 from the numbers that its arguments hold. What it writes to a BFloat16 tensor is rounded once, at its end, to
/// the nearest, ties to even. Weights that are multiplied with BFloat16 are rounded in the same way before.
/// </remarks>
sealed partial class ReferenceKernels : IKernels
{
    /// <summary>The numbers of the BFloat16 arguments of the running operation.</summary>
    readonly Dictionary<Tensor, double[]> _widened = [];

    /// <summary>The numbers of an argument; those that the operation changes in a BFloat16 tensor are rounded when it ends.</summary>
    Span<double> Values(Tensor tensor)
    {
        if (tensor.DType != DType.BFloat16) return tensor.Span<double>();
        if (!_widened.TryGetValue(tensor, out var values)) _widened.Add(tensor, values = Array.ConvertAll(tensor.ToArray<BFloat16>(), number => (double)number));
        return values;
    }

    /// <summary>At the end of an operation, rounds the BFloat16 arguments.</summary>
    Rounding RoundAtEnd() => new(_widened);

    /// <summary>The numbers of a weight as they are multiplied with an activation: rounded to BFloat16, if that is BFloat16.</summary>
    ReadOnlySpan<double> Factors(Tensor weight, Tensor activation) => activation.DType == DType.BFloat16
        ? Array.ConvertAll(weight.ToArray<double>(), number => (double)(BFloat16)number)
        : Values(weight);

    readonly ref struct Rounding(Dictionary<Tensor, double[]> widened)
    {
        public void Dispose()
        {
            // Arguments can be views of one tensor: those that were only read are not written.
            foreach (var (tensor, values) in widened)
            {
                var rounded = Array.ConvertAll(values, number => (BFloat16)number);
                if (!rounded.AsSpan().SequenceEqual(tensor.ToArray<BFloat16>())) tensor.Upload<BFloat16>(rounded);
            }
            widened.Clear();
        }
    }

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
