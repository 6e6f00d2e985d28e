using System.Globalization;
using System.Text.RegularExpressions;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Tests.Gpu;

/// <summary>What can be said of the GPU's kernels without a GPU.</summary>
[Parallelizable(ParallelScope.Children)]
sealed partial class PtxTests
{
    static IEnumerable<TestCaseData> Jobs => JobCatalogue.All.Select(job => new TestCaseData(job).SetArgDisplayNames(JobCatalogue.Name(job)));

    [TestCaseSource(nameof(Jobs))]
    public void Compiles_without_local_memory(Type job)
    {
        foreach (var capability in ((int[])[70, 80, 90]).Where(capability => capability >= Ptx.LeastCapability(job)))
        {
            var ptx = Ptx.Compile(job, capability);
            Assert.That(ptx, Does.Contain(".entry"));

            // Single numbers on their way to an inline instruction are declared local, and assembled into registers; an array would not be.
            var arrays = LocalVariable().Matches(ptx).Where(variable => int.Parse(variable.Groups["bytes"].Value, CultureInfo.InvariantCulture) > 4);
            Assert.That(arrays.Select(variable => variable.Value), Is.Empty, $"compute capability {capability / 10}.{capability % 10}");
        }
    }

    [Test]
    public void Reads_and_writes_four_numbers_at_once()
    {
        var ptx = Ptx.Compile(typeof(ElementwiseJob<UnaryStep<Relu, Float32Elements>>), 90);
        Assert.That(ptx, Does.Contain("ld.global.v4.f32").And.Contain("st.global.v4.f32"));
    }

    [Test]
    public void Multiplies_eight_by_eight_numbers_for_four_reads_of_shared_memory()
    {
        var ptx = Ptx.Compile(typeof(DenseProductJob<Tile128x128, Float32Elements>), 90);
        Assert.That(Count(ptx, "mul.f32"), Is.EqualTo(8 * 64));
        Assert.That(Count(ptx, "ld.shared.v4.f32"), Is.EqualTo(8 * 4));
    }

    [Test]
    public void Reads_and_writes_four_numbers_in_BFloat16_as_two_words()
    {
        var ptx = Ptx.Compile(typeof(ElementwiseJob<UnaryStep<Relu, BFloat16Elements>>), 90);
        Assert.That(ptx, Does.Contain("ld.global.v2.b32").And.Contain("st.global.v2.b32").And.Contain("ld.global.b16").And.Contain("st.global.b16"));
    }

    [TestCase(typeof(TensorProductJob<TensorTile128, Float32Elements>), "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32")]
    [TestCase(typeof(TensorWeightsJob<TensorTile128, Float32Elements>), "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32")]
    [TestCase(typeof(TensorProductJob<TensorTile128, BFloat16Elements>), "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32")]
    [TestCase(typeof(TensorWeightsJob<TensorTile128, BFloat16Elements>), "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32")]
    public void Multiplies_on_tensor_cores(Type job, string instruction) =>
        Assert.That(Count(Ptx.Compile(job, 90), instruction), Is.EqualTo(32));

    [GeneratedRegex(@"\.local\s.*\[(?<bytes>\d+)\];")]
    private static partial Regex LocalVariable();

    static int Count(string text, string word) => text.Split(word).Length - 1;
}
