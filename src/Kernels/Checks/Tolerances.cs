namespace SparseGen.Kernels.Checks;

/// <summary>
/// How far results may lie from their definition: ‖found − expected‖₂ / ‖expected‖₂ unless said otherwise.
/// Float32 rounds by 6e-8; the bounds leave room for sums of thousands of terms and for functions good to a few roundings.
/// </summary>
public static class Tolerances
{
    /// <summary>Convolutions and linear layers on Host or Gpu against Reference: sums of up to thousands of products.</summary>
    public const double Contraction = 1e-5;

    /// <summary>The same where tensor cores multiply in TF32: ten bits of mantissa, 5e-4 a product, of which the sum's norm keeps most.</summary>
    public const double TensorFloat32 = 1e-3;

    /// <summary>Every other kernel on Host or Gpu against Reference.</summary>
    public const double Pointwise = 1e-6;
}
