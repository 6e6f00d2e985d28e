using BenchmarkDotNet.Attributes;
using SparseGen.Bench.Quick;
using SparseGen.Kernels;

namespace SparseGen.Bench.Benchmarks;

/// <summary>The contraction family on the inner layers of the DCGAN at batch 64, dense (sparsity 0) and masked.</summary>
[MemoryDiagnoser]
public class ContractionBenchmarks
{
    Device _device = null!;
    ConvolutionShape _shape;
    Tensor _x = null!, _y = null!;
    Weight _weight;

    [Params("d1", "d2", "d3", "g3", "g4")]
    public string Layer { get; set; } = "";

    [Params(0, 0.8, 0.9, 0.99)]
    public double Sparsity { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _device = Device.Host();
        _shape = Quick.Layer.Of("dcgan32", batch: 64).First(layer => layer.Name == Layer).Shape;
        (_x, _y) = (Numbers.Uniform(_device, _shape.Input), Numbers.Uniform(_device, _shape.Output));
        _weight = Numbers.Weight(_device, _shape, Sparsity);
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark]
    public void Forward() => _device.Kernels.ConvolutionForward(_shape, _x, _weight, _y);

    [Benchmark]
    public void BackwardData() => _device.Kernels.ConvolutionBackwardData(_shape, _y, _weight, _x);

    [Benchmark]
    public void BackwardWeights() => _device.Kernels.ConvolutionBackwardWeights(_shape, _x, _y, _weight);
}
