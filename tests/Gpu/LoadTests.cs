using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using SparseGen.Tests.Gpu.Interpreter;

namespace SparseGen.Tests.Gpu;

/// <summary>What measures a GPU's peaks computes what it claims.</summary>
sealed class LoadTests
{
    const int Rounds = 3;

    [Test]
    public void Every_thread_adds_to_64_sums_twice_a_round()
    {
        using var device = PtxSession.Open(multiprocessors: 1, ContractionPrecision.Float32);
        using var scope = device.OpenScope();
        var (flops, sums) = GpuLoad.MultiplyAdds(device, Rounds);
        Assert.That(device.Read(sums), Is.All.EqualTo(64 * 2 * Rounds * 0.5f * 0.25f));
        Assert.That(flops, Is.EqualTo(2.0 * 64 * 2 * Rounds * sums.Count));
    }

    [Test]
    public void Every_warp_adds_eight_products_of_16_by_8_by_8_words_a_round([Values(TensorFormat.TensorFloat32, TensorFormat.BFloat16)] TensorFormat format)
    {
        var factors = format == TensorFormat.BFloat16 ? 2 : 1;
        using var device = PtxSession.Open(multiprocessors: 1, ContractionPrecision.TensorFloat32);
        using var scope = device.OpenScope();
        var (flops, sums) = GpuLoad.TensorCores(device, format, Rounds);
        Assert.That(device.Read(sums), Is.All.EqualTo(8 * 4 * 8 * factors * Rounds * 0.5f * 0.25f));
        Assert.That(flops, Is.EqualTo(2.0 * 8 * 16 * 8 * 8 * factors * Rounds * sums.Count / 32));
    }
}
