// Breaks the code on purpose, one change at a time, and says which changes the tests notice.
//
//     dotnet run tests/mutation/Mutation.cs -- [AREA …] [--only NUMBER,NUMBER] [--out FILE] [--check]
//
// An area is a file of this folder, AREA.txt. It lists changes:
//
//     # what is broken, in words
//     src/Models/Losses.cs
//     - the text that is replaced; it occurs in the file exactly once; leading blanks do not count
//     + the text that replaces it; a change may have several lines of each kind
//     ~ FullyQualifiedName~LossTests          the tests that are to notice it, as of `dotnet test --filter`; all tests if left out
//
// --check only says whether every change can be applied. Everything else happens in a copy of the working tree: the sources are never touched. A change is noticed if a test fails, if a
// test does not end in time, or if the test process dies. One that does not compile is an error of the list.
using System.Diagnostics;
using System.Runtime.CompilerServices;

const int MinutesOfTests = 15;

var home = Path.GetDirectoryName(Here())!;
var root = Path.GetFullPath(Path.Combine(home, "..", ".."));
var only = Option("--only")?.Split(',').Select(int.Parse).ToHashSet();
var log = Option("--out");
var areas = args.Where((argument, i) => !argument.StartsWith("--") && (i == 0 || !args[i - 1].StartsWith("--"))).ToArray();
if (areas.Length == 0) areas = [.. Directory.GetFiles(home, "*.txt").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file))];
foreach (var area in areas)
    if (!File.Exists(Path.Combine(home, $"{area}.txt")))
    {
        Console.Error.WriteLine($"error: expected an area of {string.Join(", ", Directory.GetFiles(home, "*.txt").Select(Path.GetFileNameWithoutExtension))}, found '{area}'");
        return 2;
    }

if (args.Contains("--check"))
{
    var stale = areas.SelectMany(area => Change.Read(Path.Combine(home, $"{area}.txt")).Where(change => !CanApply(change)).Select(change => $"{area}: {change.File}: {change.What}")).ToArray();
    foreach (var change in stale) Say(change);
    Say($"{stale.Length} changes do not apply");
    return stale.Length == 0 ? 0 : 1;
}

var copy = Directory.CreateTempSubdirectory("sparsegen-mutation-").FullName;
try
{
    foreach (var file in Lines(Run(root, "git", "ls-files", "--cached", "--others", "--exclude-standard").Output).Where(file => File.Exists(Path.Combine(root, file))))
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
        File.Copy(Path.Combine(root, file), Path.Combine(copy, file));
    }
    if (Build() is { } broken)
    {
        Console.Error.WriteLine($"error: the code does not compile as it is:\n{broken}");
        return 1;
    }
    // Tests that fail as it is would notice everything.
    var changes = areas.SelectMany(area => Change.Read(Path.Combine(home, $"{area}.txt")).Where((_, i) => only?.Contains(i + 1) != false)).ToArray();
    foreach (var filter in changes.Select(change => change.Tests).Distinct())
        if (Test(filter) is { } failing and not "SURVIVED")
        {
            Console.Error.WriteLine($"error: with nothing changed, the tests {filter ?? "(all)"}: {failing}");
            return 1;
        }
    var (noticed, all, wrong) = (0, 0, 0);
    foreach (var area in areas)
    {
        var number = 0;
        foreach (var change in Change.Read(Path.Combine(home, $"{area}.txt")))
        {
            if (only?.Contains(++number) == false) continue;
            var clock = Stopwatch.StartNew();
            var outcome = Try(change);
            if (outcome.StartsWith("error")) wrong++;
            else all++;
            if (outcome.StartsWith("noticed")) noticed++;
            Say($"{area} {(only is null ? ++number : number),3}  {outcome,-10} {clock.Elapsed.TotalSeconds,4:0} s  {change.What}");
        }
    }
    Say($"{noticed} of {all} changes noticed{(wrong > 0 ? $"; {wrong} could not be tried" : "")}");
    return wrong > 0 ? 1 : 0;
}
finally
{
    Directory.Delete(copy, recursive: true);
}

string Try(Change change)
{
    var path = Path.Combine(copy, change.File);
    if (!File.Exists(path)) return $"error: no file {change.File}";
    var text = File.ReadAllText(path);
    if (change.Apply(text) is not { } changed) return $"error: '{change.Before}' does not occur exactly once in {change.File}";
    try
    {
        File.WriteAllText(path, changed);
        if (Build("--no-restore") is { } problem) return $"error: does not compile: {problem}";
        return Test(change.Tests);
    }
    finally
    {
        File.WriteAllText(path, text);
    }
}

string Test(string? tests)
{
    string[] filter = tests is null ? [] : ["--filter", tests];
    var (code, output) = Run(copy, "dotnet", ["test", "tests", "-c", "Release", "--no-build", "--nologo", .. filter, "--", "NUnit.StopOnError=true"]);
    return output.Contains("No test matches") ? $"error: no test matches {tests}" : code == 0 ? "SURVIVED" : "noticed";
}

bool CanApply(Change change) => Path.Combine(root, change.File) is var path && File.Exists(path) && change.Apply(File.ReadAllText(path)) is not null;

// Null, or the first error.
string? Build(params string[] more)
{
    var (code, output) = Run(copy, "dotnet", ["build", "tests", "-c", "Release", "--nologo", "-p:TreatWarningsAsErrors=false", "-p:EnforceCodeStyleInBuild=false", "-p:RunAnalyzers=false", .. more]);
    return code == 0 ? null : Lines(output).FirstOrDefault(line => line.Contains("error")) ?? output;
}

(int Code, string Output) Run(string folder, string program, params string[] arguments)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    using var process = Process.Start(start)!;
    var error = process.StandardError.ReadToEndAsync();
    var output = process.StandardOutput.ReadToEndAsync();
    if (process.WaitForExit(TimeSpan.FromMinutes(MinutesOfTests))) return (process.ExitCode, output.Result + error.Result);
    process.Kill(entireProcessTree: true);
    return (-1, "");
}

void Say(string line)
{
    Console.WriteLine(line);
    if (log is not null) File.AppendAllText(log, line + "\n");
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

static string Here([CallerFilePath] string path = "") => path;

/// <summary>One change of an area's list.</summary>
sealed record Change(string What, string File, string Before, string After, string? Tests)
{
    public static IEnumerable<Change> Read(string list)
    {
        foreach (var entry in System.IO.File.ReadAllText(list).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = entry.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string Part(char mark) => string.Join('\n', lines.Where(line => line[0] == mark).Select(line => line[1..].Trim()));
            if (Part('-') is { Length: > 0 } before)
                yield return new(Part('#'), lines.First(line => !"#-+~".Contains(line[0])).Trim(), before, Part('+'), Part('~') is { Length: > 0 } tests ? tests : null);
        }
    }

    /// <returns>null if the text to be replaced is not there exactly once</returns>
    public string? Apply(string text)
    {
        // Lines are compared without their indentation, and the first one's is kept.
        var pattern = string.Join(@"\n[ \t]*", Before.Split('\n').Select(System.Text.RegularExpressions.Regex.Escape));
        var matches = System.Text.RegularExpressions.Regex.Matches(text, pattern);
        return matches.Count == 1 ? text[..matches[0].Index] + After + text[(matches[0].Index + matches[0].Length)..] : null;
    }
}
