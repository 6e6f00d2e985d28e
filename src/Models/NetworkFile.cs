namespace SparseGen.Models;

/// <summary>Reads weight files with renamed arrays, and writes them in the format that the extension names.</summary>
static class NetworkFile
{
    /// <param name="path">see <see cref="WeightFile.Read"/></param>
    /// <param name="rename">from a name in the file to one in the network</param>
    /// <exception cref="FileFormatException">The file is damaged, or two arrays are given the same name.</exception>
    public static ArrayFile Read(string path, Func<string, string>? rename)
    {
        var file = WeightFile.Read(path);
        if (rename is null) return file;
        var arrays = new Dictionary<string, NDArray>();
        foreach (var (name, array) in file.Arrays)
            if (!arrays.TryAdd(rename(name), array)) throw new FileFormatException(file.Path, $"expected every array to be renamed differently, found '{rename(name)}' twice, the second time for '{name}'");
        return new ArrayFile(file.Path, arrays, file.Metadata) { Notes = file.Notes };
    }

    /// <exception cref="ArgumentException">The extension is neither .safetensors nor .npz.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays)
    {
        switch (Path.GetExtension(path))
        {
            case ".safetensors": Safetensors.Write(path, arrays); break;
            case ".npz": Npz.Write(path, arrays); break;
            default: throw new ArgumentException($"{path}: weights are written as .safetensors or .npz.", nameof(path));
        }
    }
}
