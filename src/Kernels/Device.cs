using SparseGen.Kernels.Gpu;
using SparseGen.Kernels.Host;
using SparseGen.Kernels.Reference;

namespace SparseGen.Kernels;

/// <summary>Where tensors live and what computes on them. Used by one thread at a time; disposing it frees its memory.</summary>
public sealed class Device : IDisposable
{
    Device(string name, DType type, int vectorBits, DeviceMemory memory, IKernels kernels)
    {
        Name = name;
        DType = type;
        VectorBits = vectorBits;
        Memory = memory;
        Kernels = kernels;
    }

    /// <summary>"host", "reference", "cuda", "cuda-tf32", "ilgpu-cpu".</summary>
    public string Name { get; }

    /// <summary>The number format this device computes in.</summary>
    public DType DType { get; }

    /// <summary>The width of its vectors, which decides the order of sums: results are the same bits only where it is the same.</summary>
    public int VectorBits { get; }

    /// <summary>What the products of its contractions are computed in, where it is not <see cref="DType"/>.</summary>
    public Precision Precision { get; private init; }

    public DeviceMemory Memory { get; }

    public IKernels Kernels { get; private set; }

    /// <summary>The CPU, in Float32, with vector instructions on several threads.</summary>
    /// <param name="threads">0 = one for every processor</param>
    public static Device Host(int threads = 0) => Host(threads, HostKernels.VectorBits);

    /// <summary>Host as on a processor with vectors of 128, 256 or 512 bits, no wider than those of this processor.</summary>
    internal static Device Host(int threads, int vectorBits) => new("host", DType.Float32, vectorBits, new HostMemory(), HostKernels.Create(threads, vectorBits));

    /// <summary>The definition of every operation: plain loops in Float64 on one thread. Slow.</summary>
    public static Device Reference() => new("reference", DType.Float64, vectorBits: 64, new HostMemory(), new ReferenceKernels());

    /// <summary>An NVIDIA GPU, in Float32.</summary>
    /// <param name="index">which, as <see cref="CudaDeviceInfo.List"/> counts them</param>
    /// <param name="precision">of contractions</param>
    /// <exception cref="DeviceException">There is no driver, no such device, it cannot be opened, or it has no tensor cores for the precision.</exception>
    public static Device Cuda(int index = 0, Precision precision = Precision.Float32) => Accelerated("cuda", new CudaMemory(IlgpuSession.Cuda(index, precision)), precision);

    /// <summary>The GPU's kernels in ILGPU's simulation on the CPU: a million times slower, for checks on small shapes.</summary>
    public static Device IlgpuCpu() => Accelerated("ilgpu-cpu", new SimulatedMemory(IlgpuSession.Simulated()), Precision.Float32);

    /// <summary>The GPU's kernels in a memory that has a session to run them.</summary>
    internal static Device Accelerated(string name, GpuMemory memory, Precision precision) => new(
        precision == Precision.Float32 ? name : $"{name}-tf32", DType.Float32, GpuKernels.VectorBits, memory, new GpuKernels(memory, precision)) { Precision = precision };

    /// <summary>This device's memory with other kernels, such as ones that watch its own.</summary>
    public Device With(IKernels kernels) => new(Name, DType, VectorBits, Memory, kernels) { Precision = Precision };

    /// <summary>
    /// Until the result is disposed, everything on this device is done by other kernels: by <see cref="NoKernels"/>, what is
    /// computed can be followed without computing it.
    /// </summary>
    public IDisposable Replace(IKernels kernels)
    {
        var replaced = new Replaced(this, Kernels);
        Kernels = kernels;
        return replaced;
    }

    /// <summary>A tensor with undefined contents, in the innermost open scope.</summary>
    public Tensor Allocate(in Shape shape) => Memory.Allocate(shape, DType);

    /// <summary>A tensor with undefined contents that outlives scopes.</summary>
    public Tensor AllocateOwned(in Shape shape) => Memory.AllocateOwned(shape, DType);

    /// <summary>A tensor in the innermost open scope with the given numbers, converted to the device's format.</summary>
    public Tensor Upload(in Shape shape, ReadOnlySpan<float> values)
    {
        var tensor = Allocate(shape);
        Write(tensor, values);
        return tensor;
    }

    /// <summary>Overwrites a tensor with the given numbers, converted to the device's format.</summary>
    public void Write(Tensor tensor, ReadOnlySpan<float> values)
    {
        if (DType == DType.Float32)
        {
            tensor.Upload(values);
            return;
        }
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        tensor.Upload<double>(wide);
    }

    /// <summary>The numbers of a tensor, rounded to Float32.</summary>
    public float[] Read(Tensor tensor)
    {
        if (tensor.DType == DType.Float32) return tensor.ToArray<float>();
        return Array.ConvertAll(tensor.ToArray<double>(), value => (float)value);
    }

    public Scope OpenScope() => Memory.OpenScope();

    /// <summary>Waits until everything asked for so far is done: a GPU works on while calls return.</summary>
    public void Synchronize() => Memory.Synchronize();

    sealed class Replaced(Device device, IKernels before) : IDisposable
    {
        public void Dispose() => device.Kernels = before;
    }

    public void Dispose()
    {
        (Kernels as IDisposable)?.Dispose();
        Memory.Dispose();
    }
}
