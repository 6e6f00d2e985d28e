using System.Text.Json;

namespace SparseGen.Experiments;

/// <summary>timings.jsonl: one line for each training, or for each uninterrupted part of one.</summary>
public sealed class TimingsLog : IDisposable
{
    public const string FileName = "timings.jsonl";

    static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true };

    readonly JsonLines<Timing> _lines;
    readonly List<Timing> _timings;

    public TimingsLog(string folder)
    {
        _lines = new JsonLines<Timing>(Path.Combine(folder, FileName), Format);
        _timings = [.. _lines.Existing];
    }

    public IReadOnlyList<Timing> Timings => _timings;

    /// <summary>The timings of a folder, whose run may be in progress.</summary>
    public static IReadOnlyList<Timing> Read(string folder) => JsonLines<Timing>.Read(Path.Combine(folder, FileName), Format);

    public void Record(Timing timing)
    {
        _lines.Append(timing);
        _timings.Add(timing);
    }

    /// <summary>The median time of a step of one training, in milliseconds: of its longest part, if it was interrupted. Null if it was not timed.</summary>
    public static double? MillisecondsPerStep(IEnumerable<Timing> timings, TrainingKey key) =>
        timings.Where(timing => timing.Key == key).MaxBy(timing => timing.Steps)?.MedianMilliseconds;

    public void Dispose() => _lines.Dispose();
}
