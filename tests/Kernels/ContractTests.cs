using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

/// <summary>The contract table, bound to Host at every vector width of the processor; a test is an operation with all its rows.</summary>
sealed class ContractTests
{
    Device _reference = null!;
    Device[] _tested = null!, _pairs = null!;

    static IEnumerable<string> Operations => ContractTable.Cases.Select(row => row.Operation).Distinct();

    static IEnumerable<string> NarrowOperations => ContractTable.BFloat16Cases.Select(row => row.Operation).Distinct();

    [OneTimeSetUp]
    public void Open()
    {
        _reference = Device.Reference();
        _tested = [.. HostKernels.Widths.Select(bits => Device.Host(threads: 2, vectorBits: bits))];
        _pairs = [.. PairUnits.Usable.Where(unit => unit != PairUnit.None).Select(unit => Device.Host(threads: 2, vectorBits: 512, unit))];
        TestContext.Progress.WriteLine($"BFloat16 is tested widened{string.Concat(_pairs.Select(device => $" and by {device.Pairs}"))}: what this processor has; {PairUnits.Reason}");
        TestContext.Progress.WriteLine($"vectors of {string.Join(", ", HostKernels.Widths)} bits are tested: those that this processor has");
    }

    [OneTimeTearDown]
    public void Close()
    {
        foreach (var device in (Device[])[.. _tested, .. _pairs]) device.Dispose();
        _reference.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public void Host_agrees_with_Reference(string operation) => Compare(ContractTable.Cases.Where(row => row.Operation == operation), _tested);

    [TestCaseSource(nameof(NarrowOperations))]
    public void Host_agrees_with_Reference_in_BFloat16(string operation) => Compare(ContractTable.BFloat16Cases.Where(row => row.Operation == operation), [.. _tested, .. _pairs]);

    void Compare(IEnumerable<ContractCase> rows, Device[] devices)
    {
        var failures = new List<string>();
        foreach (var row in rows)
        {
            var expected = ContractCheck.Outputs(row, _reference);
            foreach (var device in devices)
                if (ContractCheck.Compare(row, device, expected) is { Passed: false } result)
                    failures.Add($"{device.VectorBits} bits, {device.Pairs}: {result}");
        }
        Assert.That(failures, Is.Empty);
    }
}
