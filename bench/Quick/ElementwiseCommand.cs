using System.CommandLine;
using SparseGen.Kernels;

namespace SparseGen.Bench.Quick;

/// <summary>Everything that is bound by memory, against a copy in turn with it.</summary>
static class ElementwiseCommand
{
    public static Command Create()
    {
        var megabytes = new Option<int>("--megabytes") { Description = "Size of each large tensor.", DefaultValueFactory = _ => 32 };
        var (device, threads, json) = (Common.Device(), Common.Threads(), Common.Json());
        var command = new Command("elementwise", "Batch norm, activations, arithmetic and optimizers: GB/s that have to be read and written, as a fraction of the copy bandwidth.") { megabytes, device, threads, json };
        command.SetAction(result =>
        {
            using var timed = TimedDevice.Open(result.GetValue(device)!, result.GetValue(threads));
            Run(result.GetValue(megabytes), timed, new Output(result.GetValue(json), timed));
        });
        return command;
    }

    static void Run(int megabytes, TimedDevice timed, Output output)
    {
        var device = timed.Device;
        using var scope = device.OpenScope();
        const int batch = 64, area = 256;
        var channels = Math.Max(1, megabytes * (1 << 20) / sizeof(float) / (batch * area));
        var shape = new Shape(channels, 16, 16, batch);
        Tensor a = Filled(device, shape), b = Filled(device, shape), c = Filled(device, shape), d = Filled(device, shape), copied = device.Allocate(shape);
        Tensor gamma = Filled(device, new Shape(channels)), beta = Filled(device, new Shape(channels)), mean = Filled(device, new Shape(channels)), deviation = Filled(device, new Shape(channels));
        var bias = beta.Reshape(new Shape(channels, 1, 1, 1));
        var kernels = device.Kernels;
        // Passes: tensors of the full size that have to be read or written at least once.
        (string Name, int Passes, Action Action)[] operations =
        [
            ("copy", 2, () => kernels.Copy(a, b)),
            ("add", 3, () => kernels.Binary(BinaryFunction.Add, a, b, c)),
            ("add bias", 2, () => kernels.Binary(BinaryFunction.Add, a, bias, c)),
            ("relu", 2, () => kernels.Unary(UnaryFunction.Relu, a, b)),
            ("leaky relu gradient", 3, () => kernels.Binary(BinaryFunction.LeakyReluGradient, a, b, c, 0.2)),
            ("tanh", 2, () => kernels.Unary(UnaryFunction.Tanh, a, b)),
            ("sigmoid", 2, () => kernels.Unary(UnaryFunction.Sigmoid, a, b)),
            ("sum per channel", 1, () => kernels.Sum(a, bias)),
            ("batch norm train", 3, () => kernels.BatchNormTrain(a, gamma, beta, 1e-5, b, mean, deviation, null, null, 0.1)),
            ("batch norm evaluate", 2, () => kernels.BatchNormEvaluate(a, gamma, beta, mean, gamma, 1e-5, b)),
            ("batch norm backward", 5, () => kernels.BatchNormBackward(a, gamma, mean, deviation, b, c, beta, gamma)),
            ("adam", 7, () => kernels.Adam(a, b, c, d, new AdamStep(10, 0))),
            ("rmsprop", 5, () => kernels.RmsProp(a, b, d, new RmsPropStep(0))),
        ];
        var bytes = (double)shape.Count * sizeof(float);
        var times = Timing.Alternate([timed.CopyOf(a, copied), .. operations.Select(operation => timed.Synchronized(operation.Action))], seconds: 0.2);
        var copy = 2 * bytes / times[0].Median;
        times = times[1..];
        output.Text($"tensors {shape} of {bytes / (1 << 20):F0} MiB, {timed.Hardware}; copying one to another in turn with the rest: {copy / 1e9:F1} GB/s read + write");
        for (var i = 0; i < operations.Length; i++)
        {
            var rate = operations[i].Passes * bytes / times[i].Median;
            output.Row(
                $"{operations[i].Name,-22}{times[i].Median * 1e3,9:F2} ms{rate / 1e9,8:F1} GB/s{rate / copy,7:P0} of copy",
                ("operation", operations[i].Name), ("threads", timed.Threads), ("bytes", operations[i].Passes * bytes), ("median_ms", times[i].Median * 1e3),
                ("min_ms", times[i].Least * 1e3), ("gb_per_s", rate / 1e9), ("copy_fraction", rate / copy));
        }
    }

    static Tensor Filled(Device device, in Shape shape)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Uniform(RandomStream.For(1, "bench"), tensor, 0.5, 1.5);
        return tensor;
    }
}
