namespace SparseGen.Tests;

/// <summary>How far what is computed may lie from golden values, or from another way to compute it: ‖found − expected‖₂ / ‖expected‖₂ unless said otherwise.</summary>
static class GoldenTolerances
{
    /// <summary>Reference against golden values, which are stored rounded to Float32.</summary>
    public const double GoldenReference = 1e-6;

    /// <summary>Host against golden values.</summary>
    public const double GoldenHost = 1e-5;

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
