namespace SparseGen.Experiments;

/// <summary>What happens if no early-bird ticket is found.</summary>
public enum ChannelFallback
{
    /// <summary>The channels of the last mask are removed.</summary>
    Remove,

    /// <summary>All channels stay.</summary>
    Keep,
}

/// <summary>What becomes of the optimizers' state when channels are removed.</summary>
public enum OptimizerState
{
    /// <summary>The state of the channels that stay is kept: it is an average over their own past gradients, which stays valid.</summary>
    Carry,

    /// <summary>State and step counts begin at 0.</summary>
    Reset,
}
