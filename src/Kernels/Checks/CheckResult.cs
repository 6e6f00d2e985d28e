namespace SparseGen.Kernels.Checks;

/// <summary>The result of one row of the contract table.</summary>
/// <param name="Case">the row, with the tolerance that applies to the device</param>
/// <param name="Error">the largest relative L2 error of its outputs; infinite if the row threw</param>
/// <param name="Fault">the message of the exception if the row threw, else null</param>
public readonly record struct CheckResult(ContractCase Case, double Error, string? Fault)
{
    public bool Passed => Fault is null && Error <= Case.Tolerance;

    /// <summary>"tanh: (17), error 3.1E-08 of 1.0E-06".</summary>
    public override string ToString() => $"{Case}, {Fault ?? $"error {Error:E1} of {Case.Tolerance:E1}"}";
}
