using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>Compiles kernels without a GPU, to be looked at and assembled.</summary>
static class Ptx
{
    /// <summary>What the oldest assembler that is likely to be at hand understands.</summary>
    static readonly CudaInstructionSet InstructionSet = CudaInstructionSet.ISA_78;

    /// <summary>How kernels are compiled, here and for a GPU that is there.</summary>
    public static Context.Builder Configure(Context.Builder builder) => builder.Optimize(OptimizationLevel.O2).PTXBackend(PTXBackendMode.Enhanced);

    /// <summary>The kernel of a job as PTX.</summary>
    /// <param name="job">one of <see cref="JobCatalogue.All"/></param><param name="capability">compute capability times ten</param>
    public static string Compile(Type job, int capability)
    {
        // A context of its own: a failed compilation leaves one unusable.
        using var context = Context.Create(builder => Configure(builder).CPU());
        var architecture = CudaDevice.GetArchitecture(capability / 10, capability % 10);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, InstructionSet, null);
        var entry = typeof(GpuEntry).GetMethod(nameof(GpuEntry.Run))!.MakeGenericMethod(job);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), Static<KernelSpecialization>(nameof(Bounds), job))).PTXAssembly;
    }

    /// <summary>The least compute capability that a job needs, times ten.</summary>
    public static int LeastCapability(Type job) => Static<int>(nameof(LeastCapability), job);

    static T Static<T>(string method, Type job) =>
        (T)typeof(Ptx).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static, [])!.MakeGenericMethod(job).Invoke(null, null)!;

    static KernelSpecialization Bounds<TJob>() where TJob : IGpuJob => TJob.Bounds;

    static int LeastCapability<TJob>() where TJob : IGpuJob => TJob.LeastCapability;
}
