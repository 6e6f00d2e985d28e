namespace SparseGen.Pruning;

/// <summary>Which weights are ranked together. The same fraction of the weights is removed from each pool.</summary>
public enum Pool
{
    /// <summary>All chosen components in one ranking; the sparsity of a layer follows from its scores (Kalibhat et al. 2021).</summary>
    Global,

    /// <summary>One ranking for each chosen component, for networks whose scores have different scales.</summary>
    Network,

    /// <summary>One ranking for each layer.</summary>
    Layer,
}
