namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1) => Draw(new UniformDistribution(low, high), stream, y);

    public void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1) => Draw(new NormalDistribution(mean, deviation), stream, y);

    void Draw<TDistribution>(TDistribution distribution, in RandomStream stream, Tensor y) where TDistribution : struct, IDistribution =>
        _session.LaunchOver(new DrawJob<TDistribution>(distribution, stream.Seed, stream.Purpose, stream.Step, y.Floats()), (y.Count + 3) / 4);
}
