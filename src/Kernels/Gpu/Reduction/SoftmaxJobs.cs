using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>Column n of p ← softmax of column n of z.</summary>
/// <param name="z">(classes, batch)</param>
/// <param name="p">(classes, batch)</param>
readonly struct SoftmaxJob(ArrayView<float> z, ArrayView<float> p, int classes, int batch) : IGpuJob
{
    public void Execute()
    {
        var n = Grid.IdxX * Group.DimX + Group.IdxX;
        if (n >= batch) return;
        var largest = Column.Max(z, n, classes, batch);
        var sum = 0f;
        for (var k = 0; k < classes; k++)
        {
            var e = GpuMath.Exp(z[k * batch + n] - largest);
            sum += e;
            p[k * batch + n] = e;
        }
        for (var k = 0; k < classes; k++) p[k * batch + n] /= sum;
    }
}

/// <summary>loss[n] ← −Σ t · log softmax z of column n.</summary>
/// <param name="z">(classes, batch)</param>
/// <param name="t">(classes, batch)</param>
/// <param name="loss">(batch)</param>
readonly struct CrossEntropyJob(ArrayView<float> z, ArrayView<float> t, ArrayView<float> loss, int classes, int batch) : IGpuJob
{
    public void Execute()
    {
        var n = Grid.IdxX * Group.DimX + Group.IdxX;
        if (n >= batch) return;
        var largest = Column.Max(z, n, classes, batch);
        var sum = 0f;
        for (var k = 0; k < classes; k++) sum += GpuMath.Exp(z[k * batch + n] - largest);
        var logSum = GpuMath.Log(sum);
        var entropy = 0f;
        for (var k = 0; k < classes; k++) entropy += t[k * batch + n] * (logSum - (z[k * batch + n] - largest));
        loss[n] = entropy;
    }
}

static class Column
{
    /// <summary>The maximum of column n; NaN if any element is NaN.</summary>
    public static float Max(ArrayView<float> z, int n, int classes, int batch)
    {
        var largest = z[n];
        for (var k = 1; k < classes; k++)
        {
            var value = z[k * batch + n];
            largest = largest > value || float.IsNaN(largest) ? largest : value;
        }
        return largest;
    }
}
