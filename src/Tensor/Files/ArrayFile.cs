namespace SparseGen;

/// <summary>The named arrays that were read from a file.</summary>
public sealed class ArrayFile
{
    /// <param name="path">for error messages</param>
    /// <param name="arrays">by name, in the order of the file</param>
    public ArrayFile(string path, IReadOnlyDictionary<string, NDArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        Arrays = arrays;
        Metadata = metadata;
    }

    public string Path { get; }

    /// <summary>By name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, NDArray> Arrays { get; }

    /// <summary>The texts that the writer stored beside the arrays; empty for formats without metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The part of the file that contained the arrays, such as "netG"; empty if they are the whole file.</summary>
    public string Entry { get; init; } = "";

    /// <summary>Messages for the user about changes that were made to the file's contents, such as prefixes removed from names.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <exception cref="FileFormatException">The file has no such array.</exception>
    public NDArray this[string name] => Arrays.TryGetValue(name, out var array)
        ? array
        : throw new FileFormatException(Path, $"expected an array '{name}', found {Names()}");

    /// <summary>The array of that name and shape.</summary>
    /// <exception cref="FileFormatException">The file has no such array, or it has another shape.</exception>
    public NDArray Get(string name, in Shape shape)
    {
        var array = this[name];
        return array.Shape == shape
            ? array
            : throw new FileFormatException(Path, $"expected '{name}' to have shape {shape}, found {array.Shape}");
    }

    string Names() => Arrays.Count == 0 ? "no arrays at all" : Plural.Names([.. Arrays.Keys]);
}
