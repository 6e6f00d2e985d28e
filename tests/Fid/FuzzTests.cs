using SparseGen.Fid.Fuzzing;

namespace SparseGen.Tests.Fid;

sealed class FuzzTests
{
    [Test]
    public void Damaged_files_give_a_result_or_a_clear_error()
    {
        using var folder = new TemporaryFolder();
        var report = new Fuzzer(folder.Path, seed: 5).Run(1_000);
        Assert.That(report.Failures, Is.Empty);
        Assert.That(report.Tallies.Values.Sum(tally => tally.Valid), Is.GreaterThan(20), "some damage hits values alone");
        Assert.That(report.Tallies.Values.Sum(tally => tally.Refused), Is.GreaterThan(500));
    }
}
