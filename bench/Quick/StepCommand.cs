using System.CommandLine;
using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Bench.Quick;

/// <summary>Whole training steps, dense and masked, in turn.</summary>
static class StepCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "Which network." };
        model.AcceptOnlyFromAmong([.. TimedModel.Names]);
        var score = new Option<string>("--masks") { Description = "Where masks come from: uniformly random, or global magnitude after some training steps.", DefaultValueFactory = _ => "random" };
        score.AcceptOnlyFromAmong("random", "magnitude");
        var (device, sparsity, batch, threads, json) = (Common.Device(), Common.Sparsity("0,0.5,0.8,0.9,0.95,0.99"), Common.Batch(), Common.Threads(), Common.Json());
        var precisions = Common.Precisions();
        var channels = Common.Fractions("--channels", "Fractions of the channels of every set that are removed, chosen at random: dense steps of narrower networks, instead of masks.");
        var chart = new Option<string?>("--chart") { Description = "An SVG file to draw the times in." };
        var command = new Command("step", "Times training steps of a model, dense and masked or with fewer channels, with the share of the contractions.") { model, score, device, precisions, sparsity, channels, batch, threads, json, chart };
        command.SetAction(result =>
        {
            using var timed = TimedDevice.Open(result.GetValue(device)!, result.GetValue(threads), result.GetValue(precisions)![0]);
            if (result.GetValue(channels) is { Length: > 0 } && (result.GetValue(chart) is not null || result.GetResult(sparsity) is { Implicit: false } || result.GetResult(score) is { Implicit: false }))
            {
                Console.Error.WriteLine("--channels removes channels in place of masks: --sparsity, --masks and --chart do not go with it.");
                return 2;
            }
            if (result.GetValue(channels) is { Length: > 0 } removed) RunNarrowed(result.GetValue(model)!, removed, result.GetValue(precisions)!, result.GetValue(batch), timed, new Output(result.GetValue(json), timed));
            else Run(result.GetValue(model)!, result.GetValue(score)!, result.GetValue(sparsity)!, result.GetValue(precisions)!, result.GetValue(batch), timed, new Output(result.GetValue(json), timed), result.GetValue(chart));
            return 0;
        });
        return command;
    }

    static void Run(string name, string masks, double[] sparsities, Precision[] precisions, int batch, TimedDevice timed, Output output, string? chartPath)
    {
        var watch = new WatchedKernels(timed.Device.Kernels);
        var device = timed.Device.With(watch);
        var all = sparsities.Prepend(0).Distinct().ToArray();
        var variants = precisions.SelectMany(precision => all.Select(sparsity => new Variant(device, name, precision, masks, sparsity, batch))).ToArray();
        var (peak, trip) = (timed.Flops(), timed.RoundTrip());
        var shares = new List<double>[variants.Length];
        var launches = new long?[variants.Length];
        var flops = new (double Nominal, double InBounds, double Surviving)[variants.Length];
        var actions = variants.Select((variant, i) => (Action)(() =>
        {
            watch.Reset();
            var launched = timed.Launches;
            variant.Step();
            launches[i] = timed.Launches - launched;
            (shares[i] ??= []).Add(watch.ContractionSeconds);
            flops[i] = (watch.Flops, watch.FlopsInBounds, watch.SurvivingFlops);
        })).ToArray();
        var times = Timing.Alternate(actions, seconds: 2);
        output.Text($"{name}, batch {batch}, {timed.Hardware}, {masks} masks; multiply-add peak {peak / 1e9:F0} GFLOP/s{(trip is { } seconds ? $", {seconds * 1e9:F0} ns from core to core and back" : "")}");
        output.Text($"{"precision",-9}{"sparsity",9}{"weights",12}{"ms",10}{"contractions",14}{"rest",8}{"GFLOP",8}{"of peak",9}{"× dense",9}");
        var chart = new StepChart($"A training step of {name}, batch {batch}, {timed.Hardware}, {masks} masks");
        for (var i = 0; i < variants.Length; i++)
        {
            shares[i].Sort();
            var time = times[i].Median;
            var dense = times[i / all.Length * all.Length].Median;
            if (i < all.Length) chart.Add(variants[i].Sparsity, time);

            // Where calls return before their work is done, parts of a step cannot be timed.
            double? contraction = timed.Launches is null ? shares[i][shares[i].Count / 2] : null;
            var weights = variants[i].Model.Prunable.Sum(parameter => parameter.Count);
            var total = variants[i].Model.Prunable.Sum(parameter => parameter.Shape.Count);
            output.Row(
                $"{variants[i].Model.Precision,-9}{variants[i].Sparsity,9:P0}{weights,12:N0}{time * 1e3,10:F2}{contraction * 1e3,14:F2}{(time - contraction) * 1e3,8:F2}{flops[i].Surviving / 1e9,8:F2}{flops[i].Surviving / time / peak,9:P0}{dense / time,8:F2}×",
                ("model", name), ("precision", variants[i].Model.Precision.Name), ("masks", masks), ("batch", batch), ("threads", timed.Threads), ("sparsity", variants[i].Sparsity), ("parameters", total), ("surviving", weights),
                ("median_ms", time * 1e3), ("min_ms", times[i].Least * 1e3), ("contraction_ms", contraction * 1e3), ("rest_ms", (time - contraction) * 1e3),
                ("launches", launches[i]), ("memory_mib", device.Memory.BytesReserved / (double)(1 << 20)),
                ("flops", flops[i].Nominal), ("flops_in_bounds", flops[i].InBounds), ("surviving_flops", flops[i].Surviving),
                ("gflops", flops[i].Surviving / time / 1e9), ("peak_fraction", flops[i].Surviving / time / peak), ("ratio_to_dense", dense / time), ("ratio_to_first", times[0].Median / time), ("round_trip_ns", trip * 1e9));
        }
        if (chartPath is not null) chart.Write(chartPath);
        foreach (var variant in variants) variant.Model.Dispose();
    }

    /// <summary>Times the whole network and narrower ones in turn. Saved is 1 − narrow/whole, of the time and of the floating-point operations.</summary>
    static void RunNarrowed(string name, double[] fractions, Precision[] precisions, int batch, TimedDevice timed, Output output)
    {
        var all = fractions.Prepend(0).Distinct().ToArray();
        var variants = precisions.SelectMany(precision => all.Select(fraction => new Variant(timed.Device, name, precision, fraction, batch))).ToArray();
        var peak = timed.Flops();
        var times = Timing.Alternate([.. variants.Select(variant => (Action)variant.Step)], seconds: 2);
        output.Text($"{name}, batch {batch}, {timed.Hardware}, random channels removed; multiply-add peak {peak / 1e9:F0} GFLOP/s");
        output.Text($"{"precision",-9}{"channels",9}{"weights",12}{"ms",10}{"GFLOP",8}{"of peak",9}{"time saved",12}{"FLOP saved",12}{"ratio",8}");
        var whole = variants[0].Work.Nominal;
        for (var i = 0; i < variants.Length; i++)
        {
            var (time, flops) = (times[i].Median, variants[i].Work.Nominal);
            var (timeSaved, flopsSaved) = (1 - time / times[i / all.Length * all.Length].Median, 1 - flops / whole);
            var weights = variants[i].Model.Prunable.Sum(parameter => parameter.Count);
            output.Row(
                $"{variants[i].Model.Precision,-9}{variants[i].Channels,9:P0}{weights,12:N0}{time * 1e3,10:F2}{flops / 1e9,8:F2}{flops / time / peak,9:P0}{timeSaved,12:P1}{flopsSaved,12:P1}{(flopsSaved > 0 ? timeSaved / flopsSaved : 1),8:F3}",
                ("model", name), ("precision", variants[i].Model.Precision.Name), ("batch", batch), ("threads", timed.Threads), ("channels", variants[i].Channels), ("weights", weights),
                ("median_ms", time * 1e3), ("min_ms", times[i].Least * 1e3), ("flops", flops), ("peak_fraction", flops / time / peak), ("time_saved", timeSaved), ("flops_saved", flopsSaved));
        }
        foreach (var variant in variants) variant.Model.Dispose();
    }

    /// <summary>A model at one sparsity and the batch it trains on.</summary>
    sealed class Variant
    {
        /// <summary>Training before magnitudes are looked at.</summary>
        const int StepsBeforePruning = 20;

        readonly Tensor _images;
        ulong _step;

        public Variant(Device device, string name, Precision precision, string masks, double sparsity, int batch)
        {
            Sparsity = sparsity;
            Model = TimedModel.Create(device, name, out var image);
            Model.Precision = precision;
            _images = device.AllocateOwned(new Shape(image[0], image[1], image[2], batch));
            device.Kernels.Uniform(RandomStream.For(1, "bench images"), _images);
            if (sparsity == 0) return;
            if (masks == "magnitude")
                for (var i = 0; i < StepsBeforePruning; i++) Step();
            IScore score = masks == "magnitude" ? new Magnitude() : new RandomScore(seed: 1);
            Model.Apply(Mask.Global(score.Score(Model), sparsity), allowEmptyLayers: true);
        }

        /// <summary>Without masks, and with a fraction of the channels of every set removed.</summary>
        public Variant(Device device, string name, Precision precision, double channels, int batch) : this(device, name, precision, "", sparsity: 0, batch)
        {
            Channels = channels;
            var image = new Shape(_images.Shape[0], _images.Shape[1], _images.Shape[2]);
            var sets = ChannelSets.Of(Model, image);
            var all = new ChannelMask(sets, sets.All.Select(set => Enumerable.Range(0, set.Count).Select(i => i < Math.Max(1, (int)Math.Round((1 - channels) * set.Count))).ToArray()));
            all.Shuffled(seed: 1).Apply();
            Work = Model.WorkOfStep(image, batch).Total;
        }

        /// <summary>The fraction of the channels that was removed.</summary>
        public double Channels { get; }

        public Work Work { get; }

        public double Sparsity { get; }

        public Model Model { get; }

        public void Step() => Model.Step(_images, new StepRandom(1, _step++));
    }
}
