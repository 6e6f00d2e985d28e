using ILGPU;
using ILGPU.Runtime.CPU;
using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using Device = SparseGen.Kernels.Device;

namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>
/// A GPU that interprets the PTX of its kernels, one group after another: what ILGPU made of them is what runs, arguments
/// and addresses included. Multiplications and additions round separately, as an assembler may or may not let them.
/// </summary>
sealed class PtxSession : GpuSession
{
    readonly Context _context;
    readonly CPUAccelerator _views;
    readonly Dictionary<Type, (PtxProgram Program, Delegate Marshal)> _kernels = [];

    PtxSession(Context context, CPUAccelerator views, int multiprocessors, bool hasTensorCores) : base(views, multiprocessors)
    {
        HasTensorCores = hasTensorCores;
        _context = context;
        _views = views;
        Memory = new PtxMemory(this);
    }

    public override bool HasTensorCores { get; }

    public override IEnumerable<Type> Loaded => _kernels.Keys;

    PtxMemory Memory { get; }

    /// <param name="multiprocessors">how many the work is cut for</param><param name="precision">of contractions</param><param name="hasTensorCores">false: as before compute capability 8.0</param>
    public static Device Open(int multiprocessors, ContractionPrecision precision, bool hasTensorCores = true)
    {
        // The accelerator only lends its type to views of memory.
        var context = Context.Create(builder => builder.CPU(new CPUDevice(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 16, numMultiprocessors: 1)));
        return Device.Accelerated("ptx", new PtxSession(context, context.CreateCPUAccelerator(0), multiprocessors, hasTensorCores).Memory, precision);
    }

    protected override void Queue<TJob>(in TJob job, Index3D groups, int threads)
    {
        if (!_kernels.TryGetValue(typeof(TJob), out var kernel))
            _kernels.Add(typeof(TJob), kernel = (new PtxProgram(Ptx.Compile(typeof(TJob), capability: 90)), PtxArguments.Marshaller<TJob>()));
        var parameters = ((Func<TJob, byte[]>)kernel.Marshal)(job);
        var grid = (groups.X, groups.Y, groups.Z);
        Parallel.For(0, groups.Size,
            () => new PtxGroup(kernel.Program, Memory, parameters, threads),
            (i, _, group) =>
            {
                group.Run((i % grid.X, i / grid.X % grid.Y, i / grid.X / grid.Y), grid);
                return group;
            },
            _ => { });
    }

    public override void Synchronize()
    {
    }

    public override void Dispose()
    {
        base.Dispose();
        _views.Dispose();
        _context.Dispose();
    }
}
