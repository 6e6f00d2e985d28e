using System.CommandLine;
using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Kernels.Host;

namespace SparseGen.Bench.Quick;

/// <summary>How fast images become features of the FID. The weights are random: they do not change the time.</summary>
static class InceptionCommand
{
    const int ImageSize = 32;

    public static Command Create()
    {
        var (threads, json) = (Common.Threads(), Common.Json());
        var command = new Command("inception", "Images per second through the Inception network, from bytes of 32×32 to features, and the memory it takes.") { threads, json };
        command.SetAction(result => Run(result.GetValue(threads), new Output(result.GetValue(json))));
        return command;
    }

    static void Run(int threads, Output output)
    {
        using var host = Device.Host(threads);
        using var team = new WorkerTeam(threads);
        var watch = new WatchedKernels(host.Kernels);
        var device = host.With(watch);
        using var features = new InceptionFeatures(device, new InceptionNetwork(device, RandomArray), Preprocessing.TensorFlow);
        var images = RandomImages(features.BatchSize);
        var (rows, logits) = (new float[images.Count * features.FeatureCount], new float[images.Count * features.ClassCount]);
        var (share, flops) = (0.0, 0.0);
        var time = Timing.Of(() =>
        {
            watch.Reset();
            features.Extract(images, 0, images.Count, rows, logits);
            (share, flops) = (watch.ContractionSeconds, watch.Flops);
        }, seconds: 5, least: 3);
        var peak = Peak.Flops(team);
        var memory = Process.GetCurrentProcess().PeakWorkingSet64;
        output.Row(
            $"batch {images.Count}, {team.Threads} threads: {images.Count / time.Median:F1} images/s, {flops / images.Count / 1e9:F1} GFLOP an image, contractions {share / time.Median:P0} of the time at {flops / share / peak:P0} of the multiply-add peak of {peak / 1e9:F0} GFLOP/s, {memory >> 20:N0} MiB in all",
            ("batch", images.Count), ("threads", team.Threads), ("median_ms", time.Median * 1e3), ("min_ms", time.Least * 1e3), ("images_per_s", images.Count / time.Median),
            ("flops", flops), ("contraction_ms", share * 1e3), ("peak_fraction", flops / share / peak), ("peak_memory", memory));
    }

    /// <summary>Weights that keep activations of an even size: uniform, by the number of inputs; batch normalisation that does nothing.</summary>
    static NDArray RandomArray(string name, Shape shape)
    {
        var values = new float[shape.Count];
        if (shape.Rank > 1)
        {
            var scale = MathF.Sqrt(6f * shape[0] / shape.Count);
            Philox.Uniform(RandomStream.For(1, name), values);
            foreach (ref var value in values.AsSpan()) value = (2 * value - 1) * scale;
        }
        else if (!name.EndsWith(".bias") && !name.EndsWith(".running_mean")) Array.Fill(values, 1);
        return NDArray.Of<float>(shape, values);
    }

    static ImageSet RandomImages(int count)
    {
        var uniform = new float[count * 3 * ImageSize * ImageSize];
        Philox.Uniform(RandomStream.For(1, "images"), uniform);
        return new ImageSet("random", channels: 3, ImageSize, ImageSize, classes: 1, Array.ConvertAll(uniform, u => (byte)(256 * u)), new byte[count]);
    }
}
