namespace SparseGen;

/// <summary>A file does not hold what it should. The message names the file, what was expected and what was found.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">Expectation and finding, to follow "path: ".</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class FileFormatException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path { get; } = path;
}
