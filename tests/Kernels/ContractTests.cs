using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

/// <summary>The contract table, bound to Host at every vector width of the processor; a test is an operation with all its rows.</summary>
sealed class ContractTests
{
    Device _reference = null!;
    Device[] _tested = null!;

    static IEnumerable<string> Operations => ContractTable.Cases.Select(row => row.Operation).Distinct();

    [OneTimeSetUp]
    public void Open()
    {
        _reference = Device.Reference();
        _tested = [.. HostKernels.Widths.Select(bits => Device.Host(threads: 2, vectorBits: bits))];
        TestContext.Progress.WriteLine($"vectors of {string.Join(", ", HostKernels.Widths)} bits are tested: those that this processor has");
    }

    [OneTimeTearDown]
    public void Close()
    {
        foreach (var device in _tested) device.Dispose();
        _reference.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public void Host_agrees_with_Reference(string operation)
    {
        var failures = new List<string>();
        foreach (var row in ContractTable.Cases.Where(row => row.Operation == operation))
        {
            var expected = ContractCheck.Outputs(row, _reference);
            foreach (var device in _tested)
                if (ContractCheck.Compare(row, device, expected) is { Passed: false } result)
                    failures.Add($"{device.VectorBits} bits: {result}");
        }
        Assert.That(failures, Is.Empty);
    }
}
