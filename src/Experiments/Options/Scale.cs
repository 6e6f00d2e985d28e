namespace SparseGen.Experiments;

/// <summary>How much of an experiment is done.</summary>
public enum Scale
{
    /// <summary>Seconds: a few steps of narrow networks on built-in data, to see that everything runs.</summary>
    Smoke,

    /// <summary>An evening on two cores: real data, half the width, a tenth of the steps.</summary>
    Small,

    /// <summary>What the paper did: full width, 20 rounds of 20 %, 150 epochs.</summary>
    Paper,
}
