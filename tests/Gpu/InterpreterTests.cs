using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Tests.Gpu.Interpreter;

namespace SparseGen.Tests.Gpu;

/// <summary>The contract table on the kernels' own PTX.</summary>
sealed class InterpreterTests
{
    Device _reference = null!;
    Device _interpreted = null!;
    Device _tensorCores = null!;

    static IEnumerable<string> Operations => ContractTable.Cases.Select(row => row.Operation).Distinct();

    static IEnumerable<string> Contractions => ContractTable.Cases.Where(row => row.Tolerance == Tolerances.Contraction).Select(row => row.Operation).Distinct();

    static IEnumerable<string> NarrowOperations => ContractTable.BFloat16Cases.Select(row => row.Operation).Distinct();

    [OneTimeSetUp]
    public void Open()
    {
        _reference = Device.Reference();
        _interpreted = PtxSession.Open(multiprocessors: 132, ContractionPrecision.Float32);
        _tensorCores = PtxSession.Open(multiprocessors: 132, ContractionPrecision.TensorFloat32);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _tensorCores.Dispose();
        _interpreted.Dispose();
        _reference.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public void Agrees_with_Reference(string operation) => Compare(operation, _interpreted, most: 3000);

    [TestCaseSource(nameof(Contractions))]
    public void Agrees_with_Reference_on_tensor_cores(string operation) => Compare(operation, _tensorCores, most: 5000);

    [TestCaseSource(nameof(NarrowOperations))]
    public void Agrees_with_Reference_in_BFloat16(string operation) => Compare(operation, _interpreted, most: 3000, ContractTable.BFloat16Cases);

    void Compare(string operation, Device interpreted, long most) => Compare(operation, interpreted, most, ContractTable.Cases);

    /// <param name="operation">of the rows</param><param name="interpreted">compared with Reference</param><param name="most">numbers of a row</param>
    void Compare(string operation, Device interpreted, long most, IEnumerable<ContractCase> cases)
    {
        var rows = cases.Where(row => row.Operation == operation && ContractCheck.IsSmall(row, _reference, most)).ToArray();
        Assert.That(rows, Is.Not.Empty);
        var failures = rows.Select(row => ContractCheck.Run(row, interpreted, _reference)).Where(result => !result.Passed);
        Assert.That(failures.Select(result => result.ToString()), Is.Empty);
    }
}
