namespace SparseGen.Kernels.Checks;

/// <summary>
/// Every operation of <see cref="IKernels"/> over shapes chosen for their boundary cases: batches smaller than a vector, single
/// pixels and channels, strides that do not divide the size, rows without survivors, arguments that overflow. The rows of a new
/// operation are added here; every device is checked with them.
/// </summary>
public static partial class ContractTable
{
    public static IEnumerable<ContractCase> Cases => [.. Rows, .. OffBoundary(Rows)];

    /// <summary>The operations on activations and their gradients in BFloat16.</summary>
    public static IEnumerable<ContractCase> BFloat16Cases => [.. NarrowRows, .. OffBoundary(NarrowRows)];

    /// <summary>All rows.</summary>
    public static IEnumerable<ContractCase> AllCases => [.. Cases, .. BFloat16Cases];

    static List<ContractCase> Rows =>
    [
        .. Convolutions(),
        .. Pointwise(),
        .. SpecialValues(),
        .. Broadcasts(),
        .. Reductions(),
        .. BatchNorms(),
        .. Pools(),
        .. Classification(),
        .. Masked(),
        .. Quantised(),
        .. Optimizers(),
        .. ManyParameters(),
        .. RandomNumbers(),
    ];

    static List<ContractCase> NarrowRows =>
    [
        .. Narrow(Convolutions(WeightStorage.Few)),
        .. Narrow(WholeConvolutions()),
        .. Narrow(Pointwise()),
        .. Narrow(Broadcasts()),
        .. Narrow(Reductions()),
        .. Narrow(BatchNorms()),
        .. Narrow(Pools()),
    ];

    /// <summary>Rows with activations in BFloat16. Gradients of weights are not rounded, and have the tolerance of Float32.</summary>
    static IEnumerable<ContractCase> Narrow(IEnumerable<ContractCase> rows) =>
        rows.Select(row => row with { Format = DType.BFloat16, Tolerance = row.Operation == WeightGradients ? row.Tolerance : Tolerances.BFloat16 });

    /// <summary>Every fifth row of each operation again, with arguments that begin between vector boundaries.</summary>
    static IEnumerable<ContractCase> OffBoundary(IEnumerable<ContractCase> rows) =>
        from operation in rows.GroupBy(row => row.Operation)
        from row in operation.Where((_, i) => i % 5 == 0)
        select row with { OffBoundary = true };

    /// <summary>Lengths around every vector width, and one long enough to be divided among threads.</summary>
    static readonly int[] Lengths = [1, 3, 15, 16, 17, 1000, 100_003];
}
