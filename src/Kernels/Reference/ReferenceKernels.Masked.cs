namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        using var rounding = RoundAtEnd();
        Contract.Masked(pattern, dense, values);
        var all = Values(dense);
        var survivors = Values(values);
        for (var k = 0; k < survivors.Length; k++) survivors[k] = all[pattern.Indices[k]];
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        using var rounding = RoundAtEnd();
        Contract.Masked(pattern, dense, values);
        var all = Values(dense);
        var survivors = Values(values);
        all.Clear();
        for (var k = 0; k < survivors.Length; k++) all[pattern.Indices[k]] = survivors[k];
    }
}
