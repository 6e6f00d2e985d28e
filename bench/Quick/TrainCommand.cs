using System.CommandLine;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Bench.Quick;

/// <summary>A short training on random images: whether its losses are the host's, stay finite, and its memory stays as it is.</summary>
static class TrainCommand
{
    const int ComparedSteps = 5;

    /// <summary>Steps after which no more memory may be needed.</summary>
    const int WarmSteps = 20;

    /// <summary>Batches of different images.</summary>
    const int Batches = 8;

    /// <summary>Of losses, relative.</summary>
    const double Tolerance = 1e-4, TensorTolerance = 1e-2;

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "Which network." };
        model.AcceptOnlyFromAmong([.. TimedModel.Names]);
        var steps = new Option<int>("--steps") { Description = $"Steps, at least {WarmSteps + 1}.", DefaultValueFactory = _ => 300 };
        var (device, precision, batch, json) = (Common.Device(), Common.Precisions(), Common.Batch(), Common.Json());
        var command = new Command("train", "Trains on random images: the first losses against the host's, finite losses, and memory that does not grow.") { model, device, precision, steps, batch, json };
        command.SetAction(result =>
        {
            using var timed = TimedDevice.Open(result.GetValue(device)!, threads: 0, result.GetValue(precision)![0]);
            return Run(result.GetValue(model)!, Math.Max(result.GetValue(steps), WarmSteps + 1), result.GetValue(batch), result.GetValue(precision)![0], timed, new Output(result.GetValue(json), timed));
        });
        return command;
    }

    static int Run(string name, int steps, int batch, Precision precision, TimedDevice timed, Output output)
    {
        var tolerance = precision == Precision.Float32 ? Tolerance : TensorTolerance;
        var times = new List<double>();
        var (warmMemory, allFinite) = (0L, true);
        var losses = new List<double>();
        using (var model = TimedModel.Create(timed.Device, name, out var image))
        using (var trainer = new Trainer(model, Images(image, batch), batch, seed: 1))
        {
            model.Precision = precision;
            trainer.AddHook(_ => times.Add(trainer.StepTime.TotalMilliseconds));
            trainer.AddHook(_ => losses.AddRange(Values(trainer.Losses)));
            trainer.RunTo(WarmSteps);
            warmMemory = timed.Device.Memory.BytesReserved;
            trainer.RunTo(steps);
        }
        allFinite = losses.All(double.IsFinite);
        var memory = timed.Device.Memory.BytesReserved;
        var difference = HostLosses(name, batch, precision).Zip(losses, (host, found) => Math.Abs(found - host) / Math.Max(1, Math.Abs(host))).Max();
        times.RemoveRange(0, WarmSteps);
        times.Sort();
        var passed = allFinite && memory == warmMemory && difference <= tolerance;
        output.Row(
            $"{name}, batch {batch}, {timed.Hardware}: {times[times.Count / 2]:F2} ms a step; losses of the first {ComparedSteps} steps within {difference:0.0E-00} of the host's (may be {tolerance:0E-00}); {(allFinite ? $"all finite for {steps} steps" : "NOT all finite")}; {memory >> 20} MiB held{(memory == warmMemory ? "" : $", GROWN from {warmMemory >> 20}")}",
            ("tool", "train"), ("model", name), ("precision", precision.Name), ("batch", batch), ("steps", steps), ("median_ms", times[times.Count / 2]), ("difference", difference), ("tolerance", tolerance),
            ("finite", allFinite), ("warm_mib", warmMemory / (double)(1 << 20)), ("memory_mib", memory / (double)(1 << 20)), ("passed", passed));
        return passed ? 0 : 1;
    }

    /// <summary>Of the same precision; the host has no tensor cores for TF32, and multiplies Float32.</summary>
    static List<double> HostLosses(string name, int batch, Precision precision)
    {
        using var host = Device.Host();
        using var model = TimedModel.Create(host, name, out var image);
        model.Precision = precision;
        using var trainer = new Trainer(model, Images(image, batch), batch, seed: 1);
        var losses = new List<double>();
        trainer.AddHook(_ => losses.AddRange(Values(trainer.Losses)));
        trainer.RunTo(ComparedSteps);
        return losses;
    }

    static IEnumerable<double> Values(Losses losses)
    {
        for (var i = 0; i < losses.Names.Count; i++) yield return losses[i];
    }

    static ImageSet Images(in Shape image, int batch)
    {
        var pixels = new byte[Batches * batch * image.Count];
        var uniform = new float[pixels.Length];
        Philox.Uniform(RandomStream.For(1, "bench images"), uniform);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(256 * uniform[i]);
        return new ImageSet("random", image[0], image[1], image[2], classes: 1, pixels, new byte[Batches * batch]);
    }
}
