namespace SparseGen;

/// <summary>Arrays of published files that have no place in a network here, and are left out without a word.</summary>
static class IgnorableArrays
{
    /// <summary>How many batches a batch norm has seen: only a momentum that SparseGen has not depends on it.</summary>
    const string BatchCount = "num_batches_tracked";

    /// <summary>How many states PyTorch's AveragedModel is the mean of.</summary>
    const string AverageCount = "n_averaged";

    /// <summary>The head that Inception had for its training, and the bias without which the Inception Score is defined.</summary>
    static readonly string[] OfInception = ["AuxLogits.", "fc.bias"];

    /// <summary>What other tools keep beside statistics: the samples themselves, and statistics of spatial features.</summary>
    static readonly string[] OfStatistics = ["arr_0", "mu_s", "sigma_s"];

    public static bool InAnyNetwork(string name) => name is BatchCount or AverageCount || name.EndsWith("." + BatchCount, StringComparison.Ordinal);

    public static bool InInception(string name) => InAnyNetwork(name) || Array.Exists(OfInception, start => name.StartsWith(start, StringComparison.Ordinal));

    public static bool InStatistics(string name) => OfStatistics.Contains(name);
}
