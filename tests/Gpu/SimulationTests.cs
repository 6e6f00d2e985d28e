using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Gpu;

/// <summary>The contract table's small rows on ILGPU's simulation; a test is an operation with all of them.</summary>
sealed class SimulationTests
{
    Device _reference = null!;
    Device _simulated = null!;

    static IEnumerable<string> Operations => ContractTable.Cases.Select(row => row.Operation).Distinct();

    static IEnumerable<string> NarrowOperations => ContractTable.BFloat16Cases.Select(row => row.Operation).Distinct();

    [OneTimeSetUp]
    public void Open() => (_reference, _simulated) = (Device.Reference(), Device.IlgpuCpu());

    [OneTimeTearDown]
    public void Close()
    {
        _simulated.Dispose();
        _reference.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public void Agrees_with_Reference(string operation) => Compare(operation, ContractTable.Cases);

    [TestCaseSource(nameof(NarrowOperations))]
    public void Agrees_with_Reference_in_BFloat16(string operation) => Compare(operation, ContractTable.BFloat16Cases);

    void Compare(string operation, IEnumerable<ContractCase> cases)
    {
        var rows = cases.Where(row => row.Operation == operation && ContractCheck.IsSmall(row, _reference)).ToArray();
        Assert.That(rows, Is.Not.Empty);
        var failures = rows.Select(row => ContractCheck.Run(row, _simulated, _reference)).Where(result => !result.Passed);
        Assert.That(failures.Select(result => result.ToString()), Is.Empty);
    }
}
