using System.Text.Json;

namespace SparseGen.Experiments;

/// <summary>failures.jsonl: failures of single subjects since the run was last started. Without failures there is no file.</summary>
public static class FailureLog
{
    public const string FileName = "failures.jsonl";

    static readonly JsonSerializerOptions Format = new(Fact.Format);

    /// <summary>The failures of a folder.</summary>
    public static IReadOnlyList<SubjectFailure> Read(string folder) => JsonLines<SubjectFailure>.Read(Path.Combine(folder, FileName), Format);

    /// <summary>Deletes the file; called when the run is started again.</summary>
    public static void Clear(string folder) => File.Delete(Path.Combine(folder, FileName));

    public static void Add(string folder, SubjectFailure failure)
    {
        using var lines = new JsonLines<SubjectFailure>(Path.Combine(folder, FileName), Format);
        lines.Append(failure);
    }
}

/// <summary>A failure of one subject that did not stop the others.</summary>
/// <param name="Subject">"sngan-celeba"</param>
/// <param name="Text">the reason, as shown to the user</param>
public sealed record SubjectFailure(string Subject, string Text)
{
    public override string ToString() => $"{Subject}: {Text}";
}
