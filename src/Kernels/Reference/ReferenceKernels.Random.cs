namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1) =>
        throw new NotSupportedException("Reference does not draw uniform numbers.");

    public void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1) =>
        throw new NotSupportedException("Reference does not draw normal numbers.");
}
