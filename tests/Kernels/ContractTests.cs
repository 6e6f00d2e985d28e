using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Kernels;

/// <summary>The contract table, bound to each device; a test is an operation with all its rows.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class ContractTests(string name)
{
    Device _tested = null!;
    Device _reference = null!;

    static IEnumerable<string> Operations => ContractTable.Cases.Select(row => row.Operation).Distinct();

    [OneTimeSetUp]
    public void Open() => (_tested, _reference) = (Devices.Open(name), Device.Reference());

    [OneTimeTearDown]
    public void Close()
    {
        _tested.Dispose();
        _reference.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public void Agrees_with_Reference(string operation)
    {
        var failed = ContractCheck.Run(_tested, _reference, row => row.Operation == operation).Where(result => !result.Passed);
        Assert.That(failed.Select(result => result.ToString()), Is.Empty);
    }
}
