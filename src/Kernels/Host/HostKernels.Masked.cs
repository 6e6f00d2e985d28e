namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        Contract.Masked(pattern, dense, values);
        var job = new GatherJob(pattern.Indices, dense.Floats(), values.Floats());
        _team.Run(job, job.Tasks);
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        Contract.Masked(pattern, dense, values);
        if (dense.Count == 0) return;
        var job = new ScatterJob(pattern, values.Floats(), dense.Floats());
        _team.Run(job, job.Tasks);
    }

    readonly struct GatherJob(int[] indices, float* dense, float* values) : IJob
    {
        public int Tasks => (indices.Length + Elementwise.Chunk - 1) / Elementwise.Chunk;

        public void Execute(int task, int worker)
        {
            var first = task * Elementwise.Chunk;
            var part = indices.AsSpan(first, Math.Min(Elementwise.Chunk, indices.Length - first));
            for (var k = 0; k < part.Length; k++) values[first + k] = dense[part[k]];
        }
    }

    /// <summary>A task treats some rows of the weight: clears them, then writes their survivors.</summary>
    readonly struct ScatterJob(Pattern pattern, float* values, float* dense) : IJob
    {
        readonly int _rowLength = (int)(pattern.Shape.Count / pattern.Shape[0]);

        public int Tasks => (pattern.Shape[0] + RowsPerTask - 1) / RowsPerTask;

        int RowsPerTask => Math.Max(1, Elementwise.Chunk / _rowLength);

        public void Execute(int task, int worker)
        {
            var first = task * RowsPerTask;
            var last = Math.Min(pattern.Shape[0], first + RowsPerTask);
            new Span<float>(dense + (long)first * _rowLength, (last - first) * _rowLength).Clear();
            for (var k = pattern.RowStarts[first]; k < pattern.RowStarts[last]; k++) dense[pattern.Indices[k]] = values[k];
        }
    }
}
