using System.CommandLine;
using System.Diagnostics;
using SparseGen.Fid;

namespace SparseGen.Bench.Quick;

/// <summary>Statistics and distances of many features.</summary>
static class FrechetCommand
{
    public static Command Create()
    {
        var features = new Option<int>("--features") { Description = "Features of an image.", DefaultValueFactory = _ => 2048 };
        var samples = new Option<int>("--samples") { Description = "Images of each set.", DefaultValueFactory = _ => 10_000 };
        var json = Common.Json();
        var command = new Command("frechet", "Seconds for the statistics of two sets of features and for the Fréchet distance between them.") { features, samples, json };
        command.SetAction(result => Run(result.GetValue(features), result.GetValue(samples), new Output(result.GetValue(json))));
        return command;
    }

    static void Run(int features, int samples, Output output)
    {
        var start = Stopwatch.GetTimestamp();
        var (first, second) = (Statistics("first", features, samples), Statistics("second", features, samples));
        var accumulating = Stopwatch.GetElapsedTime(start).TotalSeconds / 2;
        var whole = Timing.Of(() => FrechetDistance.Between(new GaussianStatistics(first.Mean, first.Covariance), second), seconds: 2, least: 3);
        var again = Timing.Of(() => FrechetDistance.Between(first, second), seconds: 2, least: 3);
        output.Row(
            $"{features:N0} features: statistics of {samples:N0} samples {accumulating:F2} s, distance {whole.Median:F2} s, another from the same set {again.Median:F2} s",
            ("features", features), ("samples", samples), ("statistics_s", accumulating), ("distance_s", whole.Median), ("distance_again_s", again.Median));
    }

    /// <summary>Of features that depend on each other.</summary>
    static GaussianStatistics Statistics(string name, int features, int samples)
    {
        var accumulator = new FeatureAccumulator(features);
        var row = new float[features];
        for (var sample = 0; sample < samples; sample++)
        {
            Philox.Uniform(RandomStream.For(1, name, (ulong)sample), row);
            for (var f = 1; f < features; f++) row[f] = (row[f] + row[f - 1]) / 2;
            accumulator.Add(row);
        }
        return accumulator.ToStatistics();
    }
}
