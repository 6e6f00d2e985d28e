namespace SparseGen.Kernels.Host;

/// <summary>Copies between the survivors of a pattern and the dense weight. A task copies some of the weights.</summary>
static unsafe class SurvivorJobs
{
    const int WeightsInTask = 64 * 1024;

    public static int Tasks(Pattern pattern) => (int)((pattern.Shape.Count + WeightsInTask - 1) / WeightsInTask);

    static (int First, int Count) Part(Pattern pattern, int task)
    {
        var first = task * WeightsInTask;
        return (first, (int)Math.Min(WeightsInTask, pattern.Shape.Count - first));
    }

    /// <summary>dense ← the survivors at their indices, zeros elsewhere.</summary>
    public readonly struct Scatter(Pattern pattern, float* values, float* dense) : IJob
    {
        readonly SurvivorMap _survivors = SurvivorMap.Of(pattern);

        public void Execute(int task, int worker)
        {
            var (first, count) = Part(pattern, task);
            _survivors.Expand(values, first, count, dense + first);
        }
    }

    /// <summary>values ← the survivors' entries of a dense weight.</summary>
    public readonly struct Gather(Pattern pattern, float* dense, float* values) : IJob
    {
        readonly SurvivorMap _survivors = SurvivorMap.Of(pattern);

        public void Execute(int task, int worker)
        {
            var (first, count) = Part(pattern, task);
            _survivors.Compress(dense + first, first, count, values);
        }
    }
}
