namespace SparseGen.Pruning;

/// <summary>Which weights are ranked together. Each pool loses the same fraction of its weights.</summary>
public enum Pool
{
    /// <summary>All chosen components: a layer loses as much as its scores are low (Kalibhat et al. 2021).</summary>
    Global,

    /// <summary>Each chosen component by itself, for networks whose scores have different scales.</summary>
    Network,

    /// <summary>Each layer by itself.</summary>
    Layer,
}
