namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1)
    {
        var job = new UniformJob(stream, y.Floats(), y.Count, low, high);
        _team.Run(job, Chunks(y.Count));
    }

    public void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1)
    {
        var job = new NormalJob(stream, y.Floats(), y.Count, mean, deviation);
        _team.Run(job, Chunks(y.Count));
    }

    static int Chunks(long count) => checked((int)((count + Elementwise.Chunk - 1) / Elementwise.Chunk));

    /// <summary>The elements of a task. Any part of a stream can be generated independently.</summary>
    static Span<float> Part(float* y, long start, long count) => new(y + start, (int)Math.Min(Elementwise.Chunk, count - start));

    readonly struct UniformJob(RandomStream stream, float* y, long count, double low, double high) : IJob
    {
        public void Execute(int task, int worker)
        {
            var start = (long)task * Elementwise.Chunk;
            var part = Part(y, start, count);
            Philox.Uniform(stream, start, part);
            if ((low, high) == (0, 1)) return;
            var below = MathF.BitDecrement((float)high);
            foreach (ref var value in part) value = Math.Min((float)(low + value * (high - low)), below);
        }
    }

    readonly struct NormalJob(RandomStream stream, float* y, long count, double mean, double deviation) : IJob
    {
        public void Execute(int task, int worker)
        {
            var start = (long)task * Elementwise.Chunk;
            var part = Part(y, start, count);
            Philox.Normal(stream, start, part);
            if ((mean, deviation) == (0, 1)) return;
            foreach (ref var value in part) value = (float)(mean + value * deviation);
        }
    }
}
