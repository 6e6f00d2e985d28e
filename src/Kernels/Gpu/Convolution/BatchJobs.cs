using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>wide ← narrow, with zeros for the samples of the padding.</summary>
/// <param name="narrow">(rows, batch)</param>
/// <param name="wide">(rows, padded batch)</param>
readonly struct WidenJob(ArrayView<float> narrow, ArrayView<float> wide, int batch, int padded) : IGpuJob
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= wide.IntLength) return;
        var row = i / padded;
        var sample = i - row * padded;
        wide[i] = sample < batch ? narrow[row * batch + sample] : 0;
    }
}

/// <summary>narrow ← wide without the samples of the padding.</summary>
/// <param name="wide">(rows, padded batch)</param>
/// <param name="narrow">(rows, batch)</param>
readonly struct NarrowJob(ArrayView<float> wide, ArrayView<float> narrow, int batch, int padded) : IGpuJob
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= narrow.IntLength) return;
        var row = i / batch;
        narrow[i] = wide[row * padded + i - row * batch];
    }
}

/// <summary>y ← the sum over the parts, in order.</summary>
/// <param name="parts">(count, length of y)</param>
readonly struct SumPartsJob(ArrayView<float> parts, ArrayView<float> y, int count) : IGpuJob
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        var length = y.IntLength;
        if (i >= length) return;
        var sum = parts[i];
        for (var part = 1; part < count; part++) sum += parts[part * length + i];
        y[i] = sum;
    }
}
