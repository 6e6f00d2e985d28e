namespace SparseGen.Kernels.Gpu;

/// <summary>What tensor cores multiply in a contraction.</summary>
enum TensorFormat
{
    /// <summary>Nothing: Float32 is multiplied without tensor cores.</summary>
    None,

    TensorFloat32,

    BFloat16,
}
