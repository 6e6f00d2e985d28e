using SparseGen.Kernels.Gpu;

namespace SparseGen.Tests.Gpu;

/// <summary>What can be said of the GPU's kernels without a GPU.</summary>
[Parallelizable(ParallelScope.Children)]
sealed class PtxTests
{
    static IEnumerable<TestCaseData> Jobs => JobCatalogue.All.Select(job => new TestCaseData(job).SetArgDisplayNames(JobCatalogue.Name(job)));

    [TestCaseSource(nameof(Jobs))]
    public void Compiles_without_local_memory(Type job)
    {
        foreach (var (major, minor) in ((int, int)[])[(7, 0), (8, 0), (9, 0)])
        {
            var ptx = Ptx.Compile(job, major, minor);
            Assert.That(ptx, Does.Contain(".entry").And.Not.Contain(".local"), $"compute capability {major}.{minor}");
        }
    }

    [Test]
    public void Reads_and_writes_four_numbers_at_once()
    {
        var ptx = Ptx.Compile(typeof(ElementwiseJob<UnaryStep<Relu>>), 9, 0);
        Assert.That(ptx, Does.Contain("ld.global.v4.f32").And.Contain("st.global.v4.f32"));
    }

    [Test]
    public void Multiplies_eight_by_eight_numbers_for_four_reads_of_shared_memory()
    {
        var ptx = Ptx.Compile(typeof(DenseProductJob<Tile128x128>), 9, 0);
        Assert.That(Count(ptx, "mul.f32"), Is.EqualTo(8 * 64));
        Assert.That(Count(ptx, "ld.shared.v4.f32"), Is.EqualTo(8 * 4));
    }

    static int Count(string text, string word) => text.Split(word).Length - 1;
}
