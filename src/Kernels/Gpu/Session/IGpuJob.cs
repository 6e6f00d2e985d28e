using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>The code of each thread of a launch. A struct whose fields are the arguments: views, numbers, operators.</summary>
interface IGpuJob
{
    /// <summary>
    /// The threads per group and groups per multiprocessor from which the compiler derives the registers per thread; empty: no
    /// limit.
    /// </summary>
    static virtual KernelSpecialization Bounds => KernelSpecialization.Empty;

    /// <summary>The lowest compute capability that has the required instructions, times ten.</summary>
    static virtual int LeastCapability => 70;

    void Execute();
}

/// <summary>The entry point of every kernel: ILGPU compiles it once for each type of job.</summary>
static class GpuEntry
{
    public static void Run<TJob>(TJob job) where TJob : struct, IGpuJob => job.Execute();
}
