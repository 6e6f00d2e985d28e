using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>One line of timings.jsonl: the time of one uninterrupted part of a training. It differs from run to run and is therefore not a <see cref="Fact"/>.</summary>
/// <param name="Steps">number of steps that were timed</param>
/// <param name="Seconds">sum of their times, without checkpoints and evaluations</param>
/// <param name="MedianMilliseconds">median time of a step</param>
/// <param name="Threads">number of computing threads of this computer; 0 if the device has its own</param>
public sealed record Timing(string Subject, ulong Seed, string Curve, int Round, int Steps, double Seconds, [property: JsonPropertyName("medianMs")] double MedianMilliseconds, int Threads)
{
    [JsonIgnore]
    public TrainingKey Key => new(Subject, Seed, Curve, Round);
}
