using BenchmarkDotNet.Attributes;
using SparseGen.Bench.Quick;
using SparseGen.Kernels;

namespace SparseGen.Bench.Benchmarks;

/// <summary>Operations that wait for memory, on a map of the DCGAN's size at batch 64 and on one far larger than the caches.</summary>
[MemoryDiagnoser]
public class PointwiseBenchmarks
{
    Device _device = null!;
    Tensor _a = null!, _b = null!, _c = null!, _d = null!;
    Tensor _gamma = null!, _beta = null!, _mean = null!, _deviation = null!;

    [Params(128, 1024)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _device = Device.Host();
        var (map, vector) = (new Shape(Channels, 16, 16, 64), new Shape(Channels));
        (_a, _b, _c, _d) = (Numbers.Uniform(_device, map), Numbers.Uniform(_device, map), Numbers.Uniform(_device, map), Numbers.Uniform(_device, map, low: 0));
        (_gamma, _beta, _mean, _deviation) = (Numbers.Uniform(_device, vector), Numbers.Uniform(_device, vector), Numbers.Uniform(_device, vector), Numbers.Uniform(_device, vector));
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Copy() => _device.Kernels.Copy(_a, _b);

    [Benchmark]
    public void Add() => _device.Kernels.Binary(BinaryFunction.Add, _a, _b, _c);

    [Benchmark]
    public void Relu() => _device.Kernels.Unary(UnaryFunction.Relu, _a, _b);

    [Benchmark]
    public void Tanh() => _device.Kernels.Unary(UnaryFunction.Tanh, _a, _b);

    [Benchmark]
    public void BatchNormTrain() => _device.Kernels.BatchNormTrain(_a, _gamma, _beta, 1e-5, _b, _mean, _deviation, null, null, 0.1);

    [Benchmark]
    public void BatchNormBackward() => _device.Kernels.BatchNormBackward(_a, _gamma, _mean, _deviation, _b, _c, _beta, _gamma);

    [Benchmark]
    public void Adam() => _device.Kernels.Adam(_a, _b, _c, _d, new AdamStep(10, LearningRate: 0));
}
