using System.IO.Compression;

namespace SparseGen;

/// <summary>
/// Reads weights of other programs: .safetensors, .npz, or a state dict of PyTorch, recognised by the first bytes of the file.
/// Prefixes that tools add to the names of a state dict are removed, with a note.
/// </summary>
public static class WeightFile
{
    /// <summary>The description of such a file in the help of options.</summary>
    public const string Formats = ".npz, .safetensors or PyTorch's .pth; of a checkpoint with several networks one is chosen by FILE#NAME";

    const char EntryMark = '#';

    /// <summary>Prefixes that data-parallel and compiled modules add to all names of PyTorch's state dicts.</summary>
    static readonly string[] Prefixes = ["module.", "_orig_mod."];

    /// <param name="path">a file, or "FILE#NAME" for one of several state dicts in it</param>
    /// <exception cref="FileFormatException">The file has none of these formats, is damaged, or contains several state dicts of which none was chosen.</exception>
    public static ArrayFile Read(string path)
    {
        var (file, entry) = Split(path);
        var arrays = WeightFormats.Of(file) switch
        {
            WeightFormat.Safetensors => Safetensors.Read(file),
            WeightFormat.Archive when HasArrays(file) => Npz.Read(file),
            _ => TorchCheckpoint.Read(file, entry),
        };
        // Only PyTorch's checkpoints can contain several networks.
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

    /// <summary>Whether all names but those of ignorable arrays have the prefix, and no two names become equal without it.</summary>
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
