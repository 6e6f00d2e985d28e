using System.Runtime.InteropServices;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Kernels;

/// <summary>What Host promises beyond right numbers, for every row of the contract table.</summary>
sealed class HostTests
{
    [Test]
    public void Gives_the_same_bits_with_any_number_of_threads()
    {
        using var one = Device.Host(threads: 1);
        using var two = Device.Host(threads: 2);
        using var three = Device.Host(threads: 3);
        var differing = new List<string>();
        foreach (var row in ContractTable.AllCases)
        {
            var expected = ContractCheck.Outputs(row, one);
            if (!SameBits(expected, ContractCheck.Outputs(row, two))) differing.Add($"{row} with 2 threads");
            if (!SameBits(expected, ContractCheck.Outputs(row, three))) differing.Add($"{row} with 3 threads");
        }
        Assert.That(differing, Is.Empty);
    }

    [Test]
    public void Allocates_no_managed_memory_once_warm([Values(1, 2)] int threads)
    {
        using var device = Device.Host(threads);
        var allocating = new List<string>();
        foreach (var row in ContractTable.AllCases)
        {
            using var scope = device.OpenScope();
            var call = row.Prepare(new CaseArguments(device, row));
            call(device.Kernels);
            var before = GC.GetAllocatedBytesForCurrentThread();
            call(device.Kernels);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated != 0) allocating.Add($"{row}: {allocated} bytes");
        }
        Assert.That(allocating, Is.Empty);
    }

    static bool SameBits(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second) =>
        first.Zip(second).All(pair => MemoryMarshal.AsBytes<double>(pair.First).SequenceEqual(MemoryMarshal.AsBytes<double>(pair.Second)));
}
