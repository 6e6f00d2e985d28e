using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>Sums over the threads of a group, in a fixed order.</summary>
static class GroupSum
{
    /// <summary>The most threads of a group that sums.</summary>
    const int MostThreads = 256;

    /// <summary>The sums of a and of b over the group, valid in its first thread. The number of threads is a power of two.</summary>
    public static (double A, double B) Pair(double a, double b)
    {
        var sumsA = SharedMemory.Allocate<double>(MostThreads);
        var sumsB = SharedMemory.Allocate<double>(MostThreads);
        var thread = Group.IdxX;
        sumsA[thread] = a;
        sumsB[thread] = b;
        for (var half = Group.DimX >> 1; half > 0; half >>= 1)
        {
            Group.Barrier();
            if (thread < half)
            {
                a += sumsA[thread + half];
                b += sumsB[thread + half];
                sumsA[thread] = a;
                sumsB[thread] = b;
            }
        }
        return (a, b);
    }
}
