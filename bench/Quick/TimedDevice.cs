using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using SparseGen.Kernels.Host;
using SparseGen.Models;

namespace SparseGen.Bench.Quick;

/// <summary>What is timed, and what it can do at most.</summary>
abstract class TimedDevice(Device device) : IDisposable
{
    /// <param name="name">as the command line has it</param><param name="threads">of the host; 0 = one for every processor</param><param name="precision">of the networks; Float32 if null</param>
    /// <exception cref="DeviceException">The computer has no such device.</exception>
    public static TimedDevice Open(string name, int threads, Precision? precision = null)
    {
        var device = Devices.Open(name, threads, precision: precision);
        return name == "host" ? new TimedHost(device, threads) : new TimedGpu(device, onTensorCores: precision == Precision.TensorFloat32);
    }

    public Device Device => device;

    /// <summary>"NVIDIA H100 80GB HBM3", "2 threads"</summary>
    public abstract string Hardware { get; }

    /// <summary>Of the host.</summary>
    public abstract int? Threads { get; }

    /// <summary>Kernels that a GPU was asked for so far; of the host, none.</summary>
    public abstract long? Launches { get; }

    /// <summary>FLOP/s, measured now, of what multiplies in contractions.</summary>
    public abstract double Flops();

    /// <summary>As <see cref="Flops()"/>, of a precision.</summary>
    public virtual double Flops(Precision precision) => Flops();

    /// <summary>Bytes/s read plus bytes/s written of a copy, measured now, far larger than the caches.</summary>
    public abstract double Copy();

    /// <summary>Seconds in which a cache line goes from one core to another and back, measured now; null of one thread, and of a GPU.</summary>
    public virtual double? RoundTrip() => null;

    /// <summary>The fastest copy of one large tensor to another of its shape.</summary>
    public abstract Action CopyOf(Tensor from, Tensor to);

    /// <summary>The action and the wait until it is done.</summary>
    public Action Synchronized(Action action) => () =>
    {
        action();
        device.Synchronize();
    };

    public virtual void Dispose() => device.Dispose();

    sealed class TimedHost(Device device, int threads) : TimedDevice(device)
    {
        readonly WorkerTeam _team = new(threads);

        public override string Hardware => _team.Threads == 1 ? "1 thread" : $"{_team.Threads} threads";

        public override int? Threads => _team.Threads;

        public override long? Launches => null;

        public override double Flops() => Peak.Flops(_team);

        public override double Flops(Precision precision) =>
            precision == Precision.BFloat16 && Device.Pairs != PairUnit.None ? Peak.PairFlops(_team, Device.Pairs) : Peak.Flops(_team);

        public override double Copy() => Peak.Copy(_team);

        public override double? RoundTrip() => _team.Threads == 1 ? null : Peak.RoundTrip(_team);

        public override Action CopyOf(Tensor from, Tensor to) => () => Peak.Copy(_team, from, to);

        public override void Dispose()
        {
            _team.Dispose();
            base.Dispose();
        }
    }

    sealed class TimedGpu(Device device, bool onTensorCores) : TimedDevice(device)
    {
        public override string Hardware { get; } = CudaDeviceInfo.List().Devices[0].Name;

        public override int? Threads => null;

        public override long? Launches => ((GpuMemory)Device.Memory).Session.Launches;

        public override double Flops() => onTensorCores ? GpuPeak.TensorCores(Device, TensorFormat.TensorFloat32) : GpuPeak.MultiplyAdds(Device);

        public override double Flops(Precision precision) =>
            precision.Activations is not null && ((GpuMemory)Device.Memory).Session.HasTensorCores ? GpuPeak.TensorCores(Device, TensorFormat.BFloat16) : Flops();

        public override double Copy() => GpuPeak.Copy(Device);

        public override Action CopyOf(Tensor from, Tensor to) => Synchronized(() => Device.Kernels.Copy(from, to));
    }
}
