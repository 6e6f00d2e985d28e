namespace SparseGen.Tests;

/// <summary>How far results may lie from golden values, which PyTorch and SciPy computed: relative L2 unless said otherwise.</summary>
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

    /// <summary>Losses, norms and probes of the zoo's golden trainings on Reference, whose golden values are doubles.</summary>
    public const double ZooReference = 1e-8;

    /// <summary>Losses on Host where Adam with β₁ = 0 turns rounding into signs.</summary>
    public const double ZooSignLoss = 1e-4;

    /// <summary>Arrays in that case.</summary>
    public const double ZooSignArrays = 1e-3;

    /// <summary>Features, block means and logits of the Inception network against golden values: 94 layers in Float32.</summary>
    public const double InceptionFeatures = 1e-4;

    /// <summary>Fréchet distances against golden values.</summary>
    public const double FrechetDistance = 1e-6;

    /// <summary>Statistics merged from ten parts against one pass.</summary>
    public const double MergedStatistics = 1e-9;
}
