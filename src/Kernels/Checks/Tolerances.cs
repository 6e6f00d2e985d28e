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

    /// <summary>Reference against golden values, which are stored rounded to Float32.</summary>
    public const double GoldenReference = 1e-6;

    /// <summary>Host against golden values.</summary>
    public const double GoldenHost = 1e-5;

    /// <summary>Analytic gradients against differences, first and second order, in double.</summary>
    public const double Gradient = 1e-6;

    /// <summary>The losses of a short golden training on Host, each relative to its golden value.</summary>
    public const double TrainingLoss = 1e-5;

    /// <summary>The weights after a short golden training on Host.</summary>
    public const double TrainedWeights = 1e-4;

    /// <summary>Features, block means and logits of the Inception network against golden values: 94 layers in Float32.</summary>
    public const double InceptionFeatures = 1e-4;

    /// <summary>Fréchet distances against golden values.</summary>
    public const double FrechetDistance = 1e-6;

    /// <summary>Statistics merged from ten parts against one pass.</summary>
    public const double MergedStatistics = 1e-9;
}
