using System.IO.Compression;

namespace SparseGen;

/// <summary>
/// Weights from others: .safetensors, .npz, or a state dict of PyTorch, told apart by what the file begins with. What tools
/// wrap around a state dict is undone, and noted.
/// </summary>
public static class WeightFile
{
    /// <summary>What an option that takes such a file says of it.</summary>
    public const string Formats = ".npz, .safetensors or PyTorch's .pth; of a checkpoint with several networks one is chosen by FILE#NAME";

    const char EntryMark = '#';

    /// <summary>Prefixes of every name that data-parallel and compiled modules leave in PyTorch's state dicts.</summary>
    static readonly string[] Prefixes = ["module.", "_orig_mod."];

    /// <param name="path">of the file, or "FILE#NAME" for one of several state dicts in it</param>
    /// <exception cref="FileFormatException">The file is none of these, or damaged, or holds several state dicts of which none was chosen.</exception>
    public static ArrayFile Read(string path)
    {
        var (file, entry) = Split(path);
        var arrays = WeightFormats.Of(file) switch
        {
            WeightFormat.Safetensors => Safetensors.Read(file),
            WeightFormat.Archive when HasArrays(file) => Npz.Read(file),
            _ => TorchCheckpoint.Read(file, entry),
        };
        // Only PyTorch's checkpoints hold several networks.
        if (entry is not null && arrays.Entry != entry) throw new FileFormatException(file, $"expected a checkpoint with a state dict '{entry}', found a file of arrays without any");
        return WithoutPrefixes(arrays);
    }

    static (string File, string? Entry) Split(string path)
    {
        var mark = path.LastIndexOf(EntryMark);
        return mark > 0 && !File.Exists(path) && File.Exists(path[..mark]) ? (path[..mark], path[(mark + 1)..]) : (path, null);
    }

    static ArrayFile WithoutPrefixes(ArrayFile file)
    {
        while (Array.Find(Prefixes, prefix => IsOfAll(prefix, file)) is { } prefix)
            file = new ArrayFile(file.Path, file.Arrays.ToDictionary(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) ? pair.Key[prefix.Length..] : pair.Key, pair => pair.Value), file.Metadata)
            {
                Notes = [.. file.Notes, $"{file.Path}: '{prefix}' was left out of all names"],
            };
        return file;
    }

    /// <summary>Whether it begins every name but those that need no place, and no two names are the same without it.</summary>
    static bool IsOfAll(string prefix, ArrayFile file)
    {
        var others = file.Arrays.Keys.Where(name => !name.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return others.Length < file.Arrays.Count && Array.TrueForAll(others, name => IgnorableArrays.InAnyNetwork(name) && !file.Arrays.ContainsKey(prefix + name));
    }

    static bool HasArrays(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal));
        }
        catch (InvalidDataException malformed)
        {
            throw new FileFormatException(path, $"expected a zip archive, found: {malformed.Message}", malformed);
        }
    }
}
