using ILGPU;

namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        Contract.Masked(pattern, dense, values);
        _session.LaunchOver(new GatherJob(pattern.IndexView(_memory), dense.Floats(), values.Floats()), pattern.Count);
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        Contract.Masked(pattern, dense, values);
        Fill(dense, 0);
        _session.LaunchOver(new ScatterJob(pattern.IndexView(_memory), values.Floats(), dense.Floats()), pattern.Count);
    }

    public void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y)
    {
        Contract.Quantised(x, pattern, format, y);
        if (x.Count == 0) return;
        var rows = pattern?.Shape[0] ?? x.Shape[0];
        var (bits, smallest, largest) = QuantisedFormat.Of(format);
        var job = new QuantiseJob(
            x.Floats(), pattern is null ? ArrayView<int>.Empty : pattern.RowStartView(_memory), pattern is null ? (int)(x.Count / rows) : 0,
            MathF.ScaleB(1, smallest), MathF.ScaleB(1.5f, 23 - bits), largest, y.Floats());
        _session.Launch(job, rows, QuantiseJob.Threads);
    }
}
