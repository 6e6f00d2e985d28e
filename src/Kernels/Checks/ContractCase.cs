namespace SparseGen.Kernels.Checks;

/// <summary>A row of the contract table: one call of one operation, with the same arguments on every device.</summary>
/// <param name="Operation">"convolution forward", "tanh"</param>
/// <param name="Shapes">the arguments in words, for messages</param>
/// <param name="Tolerance">bound on the relative L2 error of the outputs, compared with Reference</param>
/// <param name="Prepare">allocates the arguments and returns the call, which allocates nothing and can be repeated</param>
public sealed record ContractCase(string Operation, string Shapes, double Tolerance, Func<CaseArguments, Action<IKernels>> Prepare)
{
    /// <summary>Whether all arguments begin one element past a vector boundary, as views may.</summary>
    public bool OffBoundary { get; init; }

    /// <summary>The number format of activations; null: that of the device.</summary>
    public DType? Format { get; init; }

    public override string ToString() => $"{Operation}: {Shapes}{(Format is null ? "" : $", in {Format}")}{(OffBoundary ? ", off the vector boundary" : "")}";
}
