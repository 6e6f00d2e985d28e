using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>What a loop over arrays does at one place: to a single number, and to four neighbours at once.</summary>
interface IStep
{
    /// <summary>Treats element i.</summary>
    void At(int i);

    /// <summary>Treats elements 4i … 4i + 3.</summary>
    void AtFour(int i);
}

/// <summary>A loop over [0, count): the first threads take four neighbours each, the rest the numbers left over.</summary>
/// <param name="step">what is done</param><param name="count">elements</param><param name="fours">how many groups of four are aligned</param>
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
