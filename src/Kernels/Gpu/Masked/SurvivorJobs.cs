using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>values[k] ← dense[indices[k]].</summary>
readonly struct GatherJob(ArrayView<int> indices, ArrayView<float> dense, ArrayView<float> values) : IGpuJob
{
    public void Execute()
    {
        var k = Grid.IdxX * Group.DimX + Group.IdxX;
        if (k < indices.IntLength) values[k] = dense[indices[k]];
    }
}

/// <summary>dense[indices[k]] ← values[k].</summary>
readonly struct ScatterJob(ArrayView<int> indices, ArrayView<float> values, ArrayView<float> dense) : IGpuJob
{
    public void Execute()
    {
        var k = Grid.IdxX * Group.DimX + Group.IdxX;
        if (k < indices.IntLength) dense[indices[k]] = values[k];
    }
}
