using System.Reflection.Emit;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.IL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>The bytes that ILGPU would hand to the driver with a launch, made by ILGPU's own mapping of arguments.</summary>
static unsafe class PtxArguments
{
    /// <summary>A launcher's first parameters: kernel, stream and dimensions.</summary>
    const int Leading = 3;

    public static Func<TJob, byte[]> Marshaller<TJob>() where TJob : struct, IGpuJob
    {
        var context = Context.Create(builder => Ptx.Configure(builder).CPU());
        var backend = new PTXBackend(context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_78, null);
        var entry = typeof(GpuEntry).GetMethod(nameof(GpuEntry.Run))!.MakeGenericMethod(typeof(TJob));
        var point = new EntryPoint(EntryPointDescription.FromExplicitlyGroupedKernel(entry), default, TJob.Bounds);
        var method = new DynamicMethod("Marshal", typeof(byte[]), [typeof(object), typeof(object), typeof(object), typeof(TJob)], typeof(PtxArguments).Module, skipVisibility: true);
        var generator = method.GetILGenerator();
        var emitter = new ILEmitter(generator);
        var (buffer, size) = backend.ArgumentMapper.Map(emitter, point);
        emitter.Emit(LocalOperation.LoadAddress, buffer);
        generator.Emit(OpCodes.Conv_U);
        generator.Emit(OpCodes.Ldc_I4, size);
        generator.Emit(OpCodes.Call, typeof(PtxArguments).GetMethod(nameof(Copy), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!);
        generator.Emit(OpCodes.Ret);
        emitter.Finish();
        var launcher = method.CreateDelegate<Func<object?, object?, object?, TJob, byte[]>>();
        return job => launcher(null, null, null, job);
    }

    static byte[] Copy(void* bytes, int count) => new ReadOnlySpan<byte>(bytes, count).ToArray();
}
