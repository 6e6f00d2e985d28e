namespace SparseGen.Kernels;

/// <summary>What the products of contractions are computed in; sums are Float32 always.</summary>
public enum Precision
{
    Float32,

    /// <summary>Tensor cores: Float32 rounded to ten bits of mantissa, as PyTorch's allow_tf32. Needs compute capability 8.0.</summary>
    TensorFloat32,
}
