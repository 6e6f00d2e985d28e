using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>One line of timings.jsonl: how long a stretch of training took. Differs from run to run, and so stands apart from the facts.</summary>
/// <param name="Subject">as in <see cref="Fact"/></param><param name="Seed">as in <see cref="Fact"/></param>
/// <param name="Curve">as in <see cref="Fact"/></param><param name="Round">as in <see cref="Fact"/></param>
/// <param name="Steps">that were timed</param>
/// <param name="Seconds">the sum of their times, checkpoints and evaluations not counted</param>
/// <param name="MedianMilliseconds">of one step</param>
/// <param name="Threads">that computed</param>
public sealed record Timing(string Subject, ulong Seed, string Curve, int Round, int Steps, double Seconds, [property: JsonPropertyName("medianMs")] double MedianMilliseconds, int Threads);
