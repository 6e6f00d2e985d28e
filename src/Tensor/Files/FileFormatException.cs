namespace SparseGen;

/// <summary>A file has unexpected contents. The message names the file, what was expected and what was found.</summary>
/// <param name="path">the file</param>
/// <param name="problem">what was expected and what was found, to follow "path: "</param>
/// <param name="inner">the cause, or null</param>
public sealed class FileFormatException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path { get; } = path;
}
