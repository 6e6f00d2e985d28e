using System.Text.Json;

namespace SparseGen.Experiments;

/// <summary>failures.jsonl: what went wrong with single subjects the last time the run was started. Without failures there is no file.</summary>
public static class FailureLog
{
    public const string FileName = "failures.jsonl";

    static readonly JsonSerializerOptions Format = new(Fact.Format);

    /// <summary>The failures of a folder.</summary>
    public static IReadOnlyList<SubjectFailure> Read(string folder) => JsonLines<SubjectFailure>.Read(Path.Combine(folder, FileName), Format);

    /// <summary>To be called when the run is started again.</summary>
    public static void Clear(string folder) => File.Delete(Path.Combine(folder, FileName));

    public static void Add(string folder, SubjectFailure failure)
    {
        using var lines = new JsonLines<SubjectFailure>(Path.Combine(folder, FileName), Format);
        lines.Append(failure);
    }
}

/// <summary>A subject that could not go on while others did.</summary>
/// <param name="Subject">"sngan-celeba"</param>
/// <param name="Text">why, for people</param>
public sealed record SubjectFailure(string Subject, string Text)
{
    public override string ToString() => $"{Subject}: {Text}";
}
