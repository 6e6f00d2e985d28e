using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>wide ← narrow, with zeros for the samples of the padding.</summary>
/// <param name="narrow">(rows, batch)</param>
/// <param name="wide">(rows, padded batch)</param>
readonly struct WidenJob<TElements>(TElements narrow, TElements wide, int batch, int padded) : IGpuJob where TElements : struct, IElements
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= wide.Length) return;
        var row = i / padded;
        var sample = i - row * padded;
        var value = sample < batch ? narrow.Load(row * batch + sample) : 0;
        wide.Store(i, value);
    }
}

/// <summary>narrow ← wide without the samples of the padding.</summary>
/// <param name="wide">(rows, padded batch)</param>
/// <param name="narrow">(rows, batch)</param>
readonly struct NarrowJob<TElements>(TElements wide, TElements narrow, int batch, int padded) : IGpuJob where TElements : struct, IElements
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= narrow.Length) return;
        var row = i / batch;
        narrow.Store(i, wide.Load(row * padded + i - row * batch));
    }
}

/// <summary>y ← the sum over the parts, in order.</summary>
/// <param name="parts">(count, length of y)</param>
readonly struct SumPartsJob<TElements>(ArrayView<float> parts, TElements y, int count) : IGpuJob where TElements : struct, IElements
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        var length = y.Length;
        if (i >= length) return;
        var sum = parts[i];
        for (var part = 1; part < count; part++) sum += parts[part * length + i];
        y.Store(i, sum);
    }
}
