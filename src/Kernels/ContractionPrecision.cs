namespace SparseGen.Kernels;

/// <summary>The precision in which contractions multiply. Sums are always Float32.</summary>
public enum ContractionPrecision
{
    Float32,

    /// <summary>Tensor cores: factors are rounded to a mantissa of ten bits, as with PyTorch's allow_tf32. Needs compute capability 8.0.</summary>
    TensorFloat32,
}
