using System.CommandLine;
using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using SparseGen.Models;

namespace SparseGen.Bench.Quick;

static class PeakCommand
{
    public static Command Create()
    {
        var (device, json) = (Common.Device(), Common.Json());
        var command = new Command("peak", "A device's multiply-add rate and copy bandwidth: of the processor on one and on all cores, with the time from core to core, of a GPU in Float32 and on tensor cores.") { device, json };
        command.SetAction(result => Run(result.GetValue(device)!, result.GetValue(json)));
        return command;
    }

    static void Run(string name, bool json)
    {
        if (name == "host")
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct()) RunHost(threads, json);
        else RunGpu(name, json);
    }

    static void RunHost(int threads, bool json)
    {
        using var host = TimedDevice.Open("host", threads);
        var (flops, pairs, copy, trip) = (host.Flops(), host.Flops(Precision.BFloat16), host.Copy(), host.RoundTrip());
        var unit = host.Device.Pairs;
        new Output(json, host).Row(
            $"{threads,3} thread{(threads == 1 ? " " : "s")}  {flops / 1e9,7:F1} GFLOP/s multiply-add  {(unit == PairUnit.None ? "" : $"{pairs / 1e9,7:F1} GFLOP/s in BFloat16 by {PairUnits.Reason}  ")}{copy / 1e9,6:F1} GB/s copy (read + write){(trip is { } seconds ? $"  {seconds * 1e9:F0} ns from core to core and back" : "")}",
            ("threads", threads), ("gflops", flops / 1e9), ("bfloat16_gflops", unit == PairUnit.None ? null : pairs / 1e9), ("bfloat16_unit", unit.ToString()), ("copy_gb_per_s", copy / 1e9), ("round_trip_ns", trip * 1e9));
    }

    static void RunGpu(string name, bool json)
    {
        using var gpu = TimedDevice.Open(name, threads: 0);
        var flops = GpuPeak.MultiplyAdds(gpu.Device);
        var hasTensorCores = CudaDeviceInfo.List().Devices[0].HasTensorCores;
        double? tensor = hasTensorCores ? GpuPeak.TensorCores(gpu.Device, TensorFormat.TensorFloat32) : null;
        double? narrow = hasTensorCores ? GpuPeak.TensorCores(gpu.Device, TensorFormat.BFloat16) : null;
        var copy = gpu.Copy();
        new Output(json, gpu).Row(
            $"{gpu.Hardware}  {flops / 1e12:F1} TFLOP/s multiply-add in Float32  {(hasTensorCores ? $"{tensor / 1e12:F1} TFLOP/s in TF32 and {narrow / 1e12:F1} in BFloat16 on tensor cores" : "no tensor cores for TF32 and BFloat16")}  {copy / 1e9:F0} GB/s copy (read + write)",
            ("gflops", flops / 1e9), ("tf32_gflops", tensor / 1e9), ("bfloat16_gflops", narrow / 1e9), ("copy_gb_per_s", copy / 1e9));
    }
}
