namespace SparseGen.Kernels.Host;

/// <summary>Between the survivors of a pattern and the dense weight, some rows a task.</summary>
static unsafe class PatternRows
{
    const int FloatsInTask = 64 * 1024;

    public static int Tasks(Pattern pattern) => pattern.Shape.Count == 0 ? 0 : (pattern.Shape[0] + RowsInTask(pattern) - 1) / RowsInTask(pattern);

    static int RowsInTask(Pattern pattern) => (int)Math.Clamp(FloatsInTask * (long)pattern.Shape[0] / pattern.Shape.Count, 1, pattern.Shape[0]);

    /// <summary>The survivors and the rows of one task.</summary>
    static (int First, int End, long FirstFloat, long EndFloat) Part(Pattern pattern, int task)
    {
        var rows = RowsInTask(pattern);
        var (first, end) = (task * rows, Math.Min((task + 1) * rows, pattern.Shape[0]));
        var rowFloats = pattern.Shape.Count / pattern.Shape[0];
        return (pattern.RowStarts[first], pattern.RowStarts[end], first * rowFloats, end * rowFloats);
    }

    /// <summary>dense ← the survivors in their places, zeros elsewhere.</summary>
    public readonly struct Scatter(Pattern pattern, float* values, float* dense) : IJob
    {
        public void Execute(int task, int worker)
        {
            var (first, end, firstFloat, endFloat) = Part(pattern, task);
            new Span<float>(dense + firstFloat, (int)(endFloat - firstFloat)).Clear();
            var indices = pattern.Indices;
            for (var i = first; i < end; i++) dense[indices[i]] = values[i];
        }
    }

    /// <summary>values ← the survivors' entries of a dense weight.</summary>
    public readonly struct Gather(Pattern pattern, float* dense, float* values) : IJob
    {
        public void Execute(int task, int worker)
        {
            var (first, end, _, _) = Part(pattern, task);
            var indices = pattern.Indices;
            for (var i = first; i < end; i++) values[i] = dense[indices[i]];
        }
    }
}
