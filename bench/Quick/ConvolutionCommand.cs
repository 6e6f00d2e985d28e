using System.CommandLine;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Bench.Quick;

/// <summary>Each layer in each direction, dense and masked, against the peak of the same run.</summary>
static class ConvolutionCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Whose layers.", DefaultValueFactory = _ => "dcgan32" };
        model.AcceptOnlyFromAmong(Layer.Models);
        var layer = new Option<string?>("--layer") { Description = "One layer only, such as d2." };
        var precision = Common.Precisions();
        var (device, sparsity, batch, threads, json) = (Common.Device(), Common.Sparsity("0,0.5,0.8,0.9,0.95,0.99"), Common.Batch(), Common.Threads(), Common.Json());
        var command = new Command("convolution", "Times every contraction of a network: Forward, BackwardData and BackwardWeights, dense and with uniformly random masks.") { model, layer, device, precision, sparsity, batch, threads, json };
        command.SetAction(result =>
        {
            using var timed = TimedDevice.Open(result.GetValue(device)!, result.GetValue(threads), result.GetValue(precision)![0]);
            return Run(result.GetValue(model)!, result.GetValue(layer), result.GetValue(sparsity)!, result.GetValue(batch), result.GetValue(precision)![0], timed, new Output(result.GetValue(json), timed));
        });
        return command;
    }

    static int Run(string model, string? only, double[] sparsities, int batch, Precision precision, TimedDevice timed, Output output)
    {
        var layers = Layer.Of(model, batch).ToList();
        if (only is not null && layers.All(layer => layer.Name != only))
        {
            Console.Error.WriteLine($"{model} has no layer '{only}'; it has {string.Join(", ", layers.Select(layer => layer.Name))}.");
            return 2;
        }
        output.Text($"{model}, batch {batch}, {timed.Hardware}; times in ms (median), % of the multiply-add peak measured beside each layer; masked: × faster than dense, same run");
        output.Text($"{"layer",-8}{"sparsity",9}{"peak",7}   {"Forward",20}{"BackwardData",22}{"BackwardWeights",22}{"all",8}");
        foreach (var layer in layers.Where(layer => only is null || layer.Name == only)) Time(layer, precision, timed, sparsities, output);
        return 0;
    }

    static void Time(Layer layer, Precision precision, TimedDevice timed, double[] sparsities, Output output)
    {
        var device = timed.Device;
        using var scope = device.OpenScope();
        var (shape, kernels) = (layer.Shape, device.Kernels);
        var format = precision.Activations ?? device.DType;
        Tensor Allocate(in Shape size) => device.Memory.Allocate(size, format);
        Tensor Activation(in Shape size)
        {
            var narrow = Allocate(size);
            kernels.Copy(Numbers.Uniform(device, size), narrow);
            return narrow;
        }
        Tensor x = Activation(shape.Input), y = Activation(shape.Output), gx = Allocate(shape.Input), gy = Allocate(shape.Output);
        var variants = sparsities.Prepend(0).Distinct().Select(sparsity => Variant.Of(device, shape, sparsity)).ToArray();
        var peak = timed.Flops(precision);
        var actions = new List<Action>();
        foreach (var variant in variants)
        {
            actions.Add(timed.Synchronized(() => kernels.ConvolutionForward(shape, x, variant.Weight, gy)));
            actions.Add(timed.Synchronized(() => kernels.ConvolutionBackwardData(shape, y, variant.Weight, gx)));
            actions.Add(timed.Synchronized(() => kernels.ConvolutionBackwardWeights(shape, x, y, variant.Gradient)));
        }
        var times = Timing.Alternate(actions, seconds: 0.15);
        for (var i = 0; i < variants.Length; i++)
        {
            if (!sparsities.Contains(variants[i].Sparsity)) continue;
            var line = $"{layer.Name,-8}{variants[i].Sparsity,9:P0}{peak / 1e9,7:F0}   ";
            for (var direction = 0; direction < 3; direction++)
            {
                var (time, dense) = (times[3 * i + direction], times[direction]);
                var rate = shape.Flops * variants[i].Density / time.Median;
                line += i == 0 ? $"{time.Median * 1e3,10:F2} {rate / peak,8:P0}   " : $"{time.Median * 1e3,10:F2} {dense.Median / time.Median,7:F2}×   ";
            }
            var (all, allDense) = (Sum(times, 3 * i), Sum(times, 0));
            output.Text(line + (i == 0 ? $"{3 * shape.Flops / all / peak,6:P0}" : $"{allDense / all,6:F2}×"));
            for (var direction = 0; direction < 3; direction++)
            {
                var time = times[3 * i + direction];
                output.Json(
                    ("model", layer.Model), ("precision", precision.Name), ("layer", layer.Name), ("direction", Directions[direction]), ("batch", shape.Batch), ("threads", timed.Threads),
                    ("sparsity", variants[i].Sparsity), ("parameters", shape.Weight.Count), ("surviving", variants[i].Weight.Values.Count),
                    ("median_ms", time.Median * 1e3), ("min_ms", time.Least * 1e3), ("flops", shape.Flops), ("flops_in_bounds", shape.FlopsInBounds),
                    ("gflops", shape.Flops * variants[i].Density / time.Median / 1e9), ("peak_fraction", shape.Flops * variants[i].Density / time.Median / peak),
                    ("ratio_to_dense", times[direction].Median / time.Median));
            }
        }
    }

    static double Sum(Timing[] times, int first) => times[first].Median + times[first + 1].Median + times[first + 2].Median;

    static readonly string[] Directions = ["Forward", "BackwardData", "BackwardWeights"];

    sealed record Variant(double Sparsity, Weight Weight, Weight Gradient)
    {
        public double Density => Weight.Pattern?.Density ?? 1;

        public static Variant Of(Device device, in ConvolutionShape shape, double sparsity) =>
            new(sparsity, Numbers.Weight(device, shape, sparsity), Numbers.Weight(device, shape, sparsity));
    }
}
