namespace SparseGen.Experiments;

/// <summary>The size of a run: widths, rounds, steps and data.</summary>
public enum Scale
{
    /// <summary>Takes seconds: a few steps of narrow networks on built-in data, to test that everything runs.</summary>
    Smoke,

    /// <summary>Takes an evening on two cores: real data, half the width, a tenth of the steps.</summary>
    Small,

    /// <summary>As in the paper: full width, 20 rounds of 20 %, 150 epochs.</summary>
    Paper,
}
