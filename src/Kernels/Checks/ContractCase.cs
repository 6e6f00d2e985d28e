namespace SparseGen.Kernels.Checks;

/// <summary>A row of the contract table: one call of one operation, made alike on every device.</summary>
/// <param name="Operation">"convolution forward", "tanh"</param>
/// <param name="Shapes">the arguments in words</param>
/// <param name="Tolerance">how far the outputs may lie from Reference's, relative L2</param>
/// <param name="Prepare">Allocates the arguments and returns the call. The call allocates nothing and may be repeated.</param>
public sealed record ContractCase(string Operation, string Shapes, double Tolerance, Func<CaseArguments, Action<IKernels>> Prepare)
{
    /// <summary>Whether all arguments begin one element past the boundary of a vector, as views may.</summary>
    public bool OffBoundary { get; init; }

    public override string ToString() => $"{Operation}: {Shapes}{(OffBoundary ? ", off the vector boundary" : "")}";
}
