namespace SparseGen.Models;

/// <summary>How a network runs where that makes a difference: batch normalisation by the batch's statistics, or by the running ones.</summary>
public enum Mode
{
    Train,
    Evaluate,
}
