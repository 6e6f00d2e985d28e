using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The body of a loop over arrays, for one element and for four consecutive ones.</summary>
interface IStep
{
    /// <summary>Processes element i.</summary>
    void At(int i);

    /// <summary>Processes elements 4i … 4i + 3.</summary>
    void AtFour(int i);
}

/// <summary>A loop over [0, count): the first threads process four consecutive elements each, the others one of the remaining elements.</summary>
/// <param name="fours">number of groups of four elements that are processed together</param>
readonly struct ElementwiseJob<TStep>(TStep step, int count, int fours) : IGpuJob where TStep : struct, IStep
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < fours)
        {
            step.AtFour(i);
            return;
        }
        i += 3 * fours;
        if (i < count) step.At(i);
    }
}
