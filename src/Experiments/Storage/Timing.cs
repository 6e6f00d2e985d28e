using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>One line of timings.jsonl: how long a stretch of one training took. Differs from run to run, and so stands apart from the facts.</summary>
/// <param name="Steps">that were timed</param>
/// <param name="Seconds">the sum of their times; checkpoints and evaluations are not in it</param>
/// <param name="MedianMilliseconds">of one step</param>
/// <param name="Threads">that computed</param>
public sealed record Timing(string Subject, ulong Seed, string Curve, int Round, int Steps, double Seconds, [property: JsonPropertyName("medianMs")] double MedianMilliseconds, int Threads)
{
    [JsonIgnore]
    public TrainingKey Key => new(Subject, Seed, Curve, Round);
}
