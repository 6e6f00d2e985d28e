namespace SparseGen;

/// <summary>Arrays of published files that have no counterpart in the networks here and are ignored without a message.</summary>
static class IgnorableArrays
{
    /// <summary>The number of batches that a batch norm was trained with. Only cumulative averaging, which is not implemented, uses it.</summary>
    const string BatchCount = "num_batches_tracked";

    /// <summary>The number of states that PyTorch's AveragedModel has averaged.</summary>
    const string AverageCount = "n_averaged";

    /// <summary>
    /// Inception's auxiliary classifier, used in its training only, and the bias of the last layer, which the Inception Score
    /// omits.
    /// </summary>
    static readonly string[] OfInception = ["AuxLogits.", "fc.bias"];

    /// <summary>Arrays that other tools store beside statistics: the samples themselves, and statistics of spatial features.</summary>
    static readonly string[] OfStatistics = ["arr_0", "mu_s", "sigma_s"];

    public static bool InAnyNetwork(string name) => name is BatchCount or AverageCount || name.EndsWith("." + BatchCount, StringComparison.Ordinal);

    public static bool InInception(string name) => InAnyNetwork(name) || Array.Exists(OfInception, start => name.StartsWith(start, StringComparison.Ordinal));

    public static bool InStatistics(string name) => OfStatistics.Contains(name);
}
