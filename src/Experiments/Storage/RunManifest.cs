using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparseGen.Experiments;

/// <summary>run.json: everything that identifies a run, so that it is not resumed with other options.</summary>
/// <param name="Experiment">"fig4"</param>
/// <param name="Command">the exact command that began it</param>
/// <param name="Outline">subjects, curves and metrics of the run</param>
/// <param name="Fixed">options, hyper-parameters and all properties of the machine that change results bitwise: a run is resumed only if all are equal</param>
/// <param name="Noted">versions and names for information, which may change</param>
public sealed record RunManifest(string Experiment, string Command, StudyOutline Outline, SortedDictionary<string, string> Fixed, SortedDictionary<string, string> Noted)
{
    public const string FileName = "run.json";

    static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="RunException">The file is missing, or cannot be read.</exception>
    public static RunManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new RunException($"{folder} is not the folder of a run: expected {FileName} in it.");
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllText(path), Format) ?? throw new JsonException("it is null.");
        }
        catch (JsonException failure)
        {
            throw new RunException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    public void Write(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, Format));

    /// <summary>Each fixed value that differs: "steps of linear-ae-mnist: 2000 in the folder, 500 now". Subjects that are added because their data set is now available do not count.</summary>
    public IEnumerable<string> Differences(RunManifest now)
    {
        var added = Added(now).Select(subject => subject.Name + " ").ToArray();
        return Differences(Fixed, new(now.Fixed.Where(pair => !Array.Exists(added, subject => pair.Key.StartsWith(subject, StringComparison.Ordinal))).ToDictionary(), StringComparer.Ordinal));
    }

    /// <summary>The subjects of <paramref name="now"/> that this manifest does not have.</summary>
    public IEnumerable<SubjectOutline> Added(RunManifest now) => now.Outline.Subjects.Where(subject => Outline.Subjects.All(known => known.Name != subject.Name));

    /// <summary>Each noted value that differs.</summary>
    public IEnumerable<string> NotedDifferences(RunManifest now) => Differences(Noted, now.Noted);

    static IEnumerable<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> now) =>
        before.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name}: {before.GetValueOrDefault(name) ?? "none"} in the folder, {now.GetValueOrDefault(name) ?? "none"} now");
}
