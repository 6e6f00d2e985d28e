using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>Compiles kernels without a GPU, for inspection and for an assembler.</summary>
static class Ptx
{
    /// <summary>A version of PTX that older assemblers understand too.</summary>
    static readonly CudaInstructionSet InstructionSet = CudaInstructionSet.ISA_78;

    /// <summary>The settings with which kernels are compiled, here and for a present GPU.</summary>
    public static Context.Builder Configure(Context.Builder builder) => builder.Optimize(OptimizationLevel.O2).PTXBackend(PTXBackendMode.Enhanced);

    /// <summary>The kernel of a job as PTX.</summary>
    /// <param name="job">one of <see cref="JobCatalogue.All"/></param>
    /// <param name="capability">compute capability times ten</param>
    public static string Compile(Type job, int capability)
    {
        // Each compilation has its own context: a failed compilation makes a context unusable.
        using var context = Context.Create(builder => Configure(builder).CPU());
        var architecture = CudaDevice.GetArchitecture(capability / 10, capability % 10);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, InstructionSet, null);
        var entry = typeof(GpuEntry).GetMethod(nameof(GpuEntry.Run))!.MakeGenericMethod(job);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), Static<KernelSpecialization>(nameof(Bounds), job))).PTXAssembly;
    }

    /// <summary>The lowest compute capability that a job needs, times ten.</summary>
    public static int LeastCapability(Type job) => Static<int>(nameof(LeastCapability), job);

    static T Static<T>(string method, Type job) =>
        (T)typeof(Ptx).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static, [])!.MakeGenericMethod(job).Invoke(null, null)!;

    static KernelSpecialization Bounds<TJob>() where TJob : IGpuJob => TJob.Bounds;

    static int LeastCapability<TJob>() where TJob : IGpuJob => TJob.LeastCapability;
}
