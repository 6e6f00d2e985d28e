namespace SparseGen.Kernels.Checks;

/// <summary>
/// Bounds on ‖found − expected‖₂ / ‖expected‖₂, where expected is Reference's result. Float32 rounds with a relative error of
/// 6e-8; the bounds allow for sums of thousands of terms and for functions accurate to a few roundings.
/// </summary>
public static class Tolerances
{
    /// <summary>Convolutions and linear layers: sums of up to thousands of products.</summary>
    public const double Contraction = 1e-5;

    /// <summary>
    /// Contractions on tensor cores in TF32: a mantissa of ten bits, a relative error of 5e-4 per product, most of which
    /// remains in the norm of the sums.
    /// </summary>
    public const double TensorFloat32 = 1e-3;

    /// <summary>
    /// Results in BFloat16: both devices round, with a relative error of up to 4e-3, and seldom to different numbers. Truncation instead of rounding
    /// gives more than 2e-3.
    /// </summary>
    public const double BFloat16 = 1e-3;

    /// <summary>
    /// Gradients of weights from activations in BFloat16 on a GPU. Products are exact, sums are Float32; but tensor cores cut off each addition's
    /// last bit instead of rounding it, an error of 6e-8 of the sum in one direction, hundreds of times. Gradients rounded to BFloat16 would give more
    /// than 1e-3.
    /// </summary>
    public const double TensorSums = 1e-4;

    /// <summary>
    /// Weights of few bits: a quotient that rounding moves across the middle of two numbers of the format gives another of them, up to an eighth away.
    /// That happens to one in a hundred thousand.
    /// </summary>
    public const double Quantised = 1e-3;

    /// <summary>Every other kernel.</summary>
    public const double Pointwise = 1e-6;

    /// <summary>The bound for the contractions of a device.</summary>
    /// <param name="device">which contracts</param>
    /// <param name="format">of activations; null: that of the device</param>
    public static double ContractionOn(Device device, DType? format = null) =>
        format == DType.BFloat16 ? device.Memory.IsHost ? Contraction : TensorSums
        : device.Precision == ContractionPrecision.Float32 ? Contraction : TensorFloat32;
}
