using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>What each thread of a launch does. A struct whose fields are the arguments: views, numbers, operators.</summary>
interface IGpuJob
{
    /// <summary>The threads of its groups and how many of them share a multiprocessor, where the compiler shall leave registers for that.</summary>
    static virtual KernelSpecialization Bounds => KernelSpecialization.Empty;

    /// <summary>The least compute capability that has its instructions, times ten.</summary>
    static virtual int LeastCapability => 70;

    void Execute();
}

/// <summary>The entry point of every kernel: ILGPU compiles it once for each type of job.</summary>
static class GpuEntry
{
    public static void Run<TJob>(TJob job) where TJob : struct, IGpuJob => job.Execute();
}
