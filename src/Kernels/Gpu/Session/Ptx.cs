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
    /// <param name="job">one of <see cref="JobCatalogue.All"/></param><param name="major">of the compute capability</param><param name="minor">of the compute capability</param>
    public static string Compile(Type job, int major, int minor)
    {
        // A context of its own: a failed compilation leaves one unusable.
        using var context = Context.Create(builder => Configure(builder).CPU());
        var architecture = CudaDevice.GetArchitecture(major, minor);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, InstructionSet, null);
        var entry = typeof(GpuEntry).GetMethod(nameof(GpuEntry.Run))!.MakeGenericMethod(job);
        var bounds = (Func<KernelSpecialization>)typeof(Ptx).GetMethod(nameof(Bounds), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(job).CreateDelegate(typeof(Func<KernelSpecialization>));
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), bounds())).PTXAssembly;
    }

    static KernelSpecialization Bounds<TJob>() where TJob : IGpuJob => TJob.Bounds;
}
