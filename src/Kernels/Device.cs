using SparseGen.Kernels.Gpu;
using SparseGen.Kernels.Host;
using SparseGen.Kernels.Reference;

namespace SparseGen.Kernels;

/// <summary>Memory for tensors, with the kernels that compute on it. Used by one thread at a time; disposing it frees the memory.</summary>
public sealed class Device : IDisposable
{
    Lazy<PairUnit> _pairs = new(PairUnit.None);

    Device(string name, DType type, int vectorBits, DeviceMemory memory, IKernels kernels)
    {
        Name = name;
        DType = type;
        VectorBits = vectorBits;
        Memory = memory;
        Kernels = kernels;
    }

    /// <summary>"host", "reference", "cuda", "ilgpu-cpu"; with "-tf32" where tensor cores multiply Float32.</summary>
    public string Name { get; }

    /// <summary>The number format this device computes in.</summary>
    public DType DType { get; }

    /// <summary>The width of its vectors. It determines the order of summation: results are bit-identical only on devices with equal width.</summary>
    public int VectorBits { get; }

    /// <summary>The precision in which contractions multiply on a Float32 device.</summary>
    public ContractionPrecision Precision { get; private init; }

    /// <summary>What multiplies BFloat16 on a CPU. Like the width of the vectors, it determines the order of summation.</summary>
    /// <exception cref="DeviceException">The environment variable <see cref="PairUnits.Variable"/> names no unit.</exception>
    public PairUnit Pairs => _pairs.Value;

    public DeviceMemory Memory { get; }

    public IKernels Kernels { get; private set; }

    /// <summary>The CPU, in Float32 and BFloat16, with vector instructions on several threads.</summary>
    /// <param name="threads">0: one per processor</param>
    public static Device Host(int threads = 0) => Host(threads, HostKernels.VectorBits, new Lazy<PairUnit>(() => PairUnits.Best));

    /// <summary>The host device with vectors of 128, 256 or 512 bits, at most those of this processor.</summary>
    /// <param name="pairs">what multiplies BFloat16 if vectors have 512 bits</param>
    /// <exception cref="ArgumentOutOfRangeException">This process cannot use that unit.</exception>
    internal static Device Host(int threads, int vectorBits, PairUnit pairs = PairUnit.None) => PairUnits.Usable.Contains(pairs)
        ? Host(threads, vectorBits, new Lazy<PairUnit>(() => pairs))
        : throw new ArgumentOutOfRangeException(nameof(pairs), pairs, $"This process can use {string.Join(", ", PairUnits.Usable)}: {PairUnits.Reason}.");

    /// <summary>Code for BFloat16 is assembled when it is first needed.</summary>
    static Device Host(int threads, int vectorBits, Lazy<PairUnit> pairs)
    {
        if (vectorBits < 512) pairs = new Lazy<PairUnit>(PairUnit.None);
        return new("host", DType.Float32, vectorBits, new HostMemory(), HostKernels.Create(threads, vectorBits, pairs)) { _pairs = pairs };
    }

    /// <summary>The reference device, which defines every operation: plain loops in Float64 on one thread. Slow.</summary>
    public static Device Reference() => new("reference", DType.Float64, vectorBits: 64, new HostMemory(), new ReferenceKernels());

    /// <summary>An NVIDIA GPU, in Float32.</summary>
    /// <param name="index">position in <see cref="CudaDeviceInfo.List"/></param>
    /// <param name="precision">in which contractions multiply</param>
    /// <exception cref="DeviceException">There is no driver or no such device, it cannot be opened, or it has no tensor cores for the precision.</exception>
    public static Device Cuda(int index = 0, ContractionPrecision precision = ContractionPrecision.Float32) => Accelerated("cuda", new CudaMemory(IlgpuSession.Cuda(index, precision)), precision);

    /// <summary>The GPU's kernels in ILGPU's simulation on the CPU: about a million times slower, for checks on small shapes.</summary>
    public static Device IlgpuCpu() => Accelerated("ilgpu-cpu", new SimulatedMemory(IlgpuSession.Simulated()), ContractionPrecision.Float32);

    /// <summary>A device with the GPU's kernels, executed by the session of the memory.</summary>
    internal static Device Accelerated(string name, GpuMemory memory, ContractionPrecision precision) => new(
        precision == ContractionPrecision.Float32 ? name : $"{name}-tf32", DType.Float32, GpuKernels.VectorBits, memory, new GpuKernels(memory, precision)) { Precision = precision };

    /// <summary>The same memory with other kernels, such as a wrapper of this device's own.</summary>
    public Device With(IKernels kernels) => new(Name, DType, VectorBits, Memory, kernels) { Precision = Precision, _pairs = _pairs };

    /// <summary>
    /// Replaces the kernels of this device until the result is disposed. With <see cref="NoKernels"/>, the operations of a
    /// computation can be recorded without executing them.
    /// </summary>
    public IDisposable Replace(IKernels kernels)
    {
        var replaced = new Replaced(this, Kernels);
        Kernels = kernels;
        return replaced;
    }

    /// <summary>A tensor with undefined contents in the device's number format, in the innermost open scope.</summary>
    public Tensor Allocate(in Shape shape) => Memory.Allocate(shape, DType);

    /// <summary>A tensor with undefined contents in the device's number format, which belongs to no scope.</summary>
    public Tensor AllocateOwned(in Shape shape) => Memory.AllocateOwned(shape, DType);

    /// <summary>A tensor in the innermost open scope with the given numbers in C order, converted to the device's number format.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Upload(in Shape shape, ReadOnlySpan<float> values)
    {
        var tensor = Allocate(shape);
        Write(tensor, values);
        return tensor;
    }

    /// <summary>Overwrites a tensor with the given numbers in C order, converted to its number format.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public void Write(Tensor tensor, ReadOnlySpan<float> values)
    {
        if (tensor.DType == DType.Float32)
        {
            tensor.Upload(values);
            return;
        }
        if (tensor.DType == DType.BFloat16)
        {
            var narrow = new BFloat16[values.Length];
            for (var i = 0; i < narrow.Length; i++) narrow[i] = (BFloat16)values[i];
            tensor.Upload<BFloat16>(narrow);
            return;
        }
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        tensor.Upload<double>(wide);
    }

    /// <summary>The numbers of a tensor in C order, rounded to Float32.</summary>
    public float[] Read(Tensor tensor)
    {
        if (tensor.DType == DType.Float32) return tensor.ToArray<float>();
        if (tensor.DType == DType.BFloat16) return Array.ConvertAll(tensor.ToArray<BFloat16>(), value => (float)value);
        return Array.ConvertAll(tensor.ToArray<double>(), value => (float)value);
    }

    public Scope OpenScope() => Memory.OpenScope();

    /// <summary>Waits until all queued work is done. On a GPU, calls return before their kernels have run.</summary>
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
