namespace SparseGen.Models;

/// <summary>Training or evaluation: batch normalisation by the statistics of the batch or by the running ones; spectral normalisation with or without a power iteration.</summary>
public enum Mode
{
    Train,
    Evaluate,
}
