namespace SparseGen.Kernels.Checks;

/// <summary>
/// Every operation of <see cref="IKernels"/> over shapes that go wrong easily: batches that fill no vector, single
/// pixels and channels, strides that do not divide, rows without survivors, arguments that overflow.
/// A new operation gets its rows here and is checked on every device.
/// </summary>
public static partial class ContractTable
{
    public static IEnumerable<ContractCase> Cases => [.. Rows, .. OffBoundary(Rows)];

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
        .. Optimizers(),
        .. ManyParameters(),
        .. RandomNumbers(),
    ];

    /// <summary>Every fifth row of each operation once more, with arguments that begin between vectors.</summary>
    static IEnumerable<ContractCase> OffBoundary(IEnumerable<ContractCase> rows) =>
        from operation in rows.GroupBy(row => row.Operation)
        from row in operation.Where((_, i) => i % 5 == 0)
        select row with { OffBoundary = true };

    /// <summary>Around every vector width, and long enough to be shared among workers.</summary>
    static readonly int[] Lengths = [1, 3, 15, 16, 17, 1000, 100_003];
}
