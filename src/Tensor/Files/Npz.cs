using System.IO.Compression;

namespace SparseGen;

/// <summary>NumPy's .npz format: a zip archive of <see cref="Npy"/> arrays, stored or deflated.</summary>
public static class Npz
{
    const string Extension = ".npy";

    /// <summary>
    /// The modification time of all entries, the earliest that a zip archive can store, so that the same arrays give the same
    /// bytes.
    /// </summary>
    static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads every array. Other entries of the archive are ignored.</summary>
    /// <exception cref="FileFormatException">The archive or an array is malformed, damaged or incomplete, or has a type or rank that is not supported.</exception>
    public static ArrayFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var arrays = new Dictionary<string, NDArray>();
            foreach (var entry in archive.Entries)
                if (entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
                    && !arrays.TryAdd(entry.FullName[..^Extension.Length], ReadEntry(entry, $"{path}/{entry.FullName}")))
                    throw new FileFormatException(path, $"expected each entry once, found '{entry.FullName}' twice");
            return new ArrayFile(path, arrays, new Dictionary<string, string>());
        }
        catch (InvalidDataException malformed)
        {
            throw new FileFormatException(path, $"expected a zip archive of arrays, found{(ForeignFile.Describe(path) is { } foreign ? $" {foreign}" : $": {malformed.Message}")}", malformed);
        }
    }

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, bool compress = false) =>
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var names = new HashSet<string>();
            foreach (var (name, array) in arrays)
            {
                if (!names.Add(name)) throw new ArgumentException($"The array name '{name}' is taken.", nameof(arrays));
                var entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = FixedTime;
                using var target = entry.Open();
                Npy.Write(target, array);
            }
        });

    static NDArray ReadEntry(ZipArchiveEntry entry, string name) => Npy.Read(new MemoryStream(ClaimedBytes.Read(entry, name)), name);
}
