namespace SparseGen.Kernels.Checks;

/// <summary>What came of one row.</summary>
/// <param name="Case">the row</param>
/// <param name="Error">the largest relative L2 error of its outputs</param>
/// <param name="Fault">why there are no numbers to compare, or null</param>
public readonly record struct CheckResult(ContractCase Case, double Error, string? Fault)
{
    public bool Passed => Fault is null && Error <= Case.Tolerance;

    /// <summary>"tanh: (17), error 3.1E-08 of 1.0E-06".</summary>
    public override string ToString() => $"{Case}, {Fault ?? $"error {Error:E1} of {Case.Tolerance:E1}"}";
}
