using System.IO.Compression;

namespace SparseGen;

/// <summary>Weights from others: .safetensors, .npz, or a state dict of PyTorch, told apart by what the file begins with.</summary>
public static class WeightFile
{
    /// <exception cref="FileFormatException">The file is none of these, or damaged.</exception>
    public static ArrayFile Read(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using (var stream = File.OpenRead(path))
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
                throw new FileFormatException(path, $"expected weights as .safetensors, .npz or of PyTorch, found {stream.Length} bytes");
        return start switch
        {
            [(byte)'P', (byte)'K'] => HasArrays(path) ? Npz.Read(path) : TorchCheckpoint.Read(path),
            [(byte)PickleOperation.PROTO, _] => TorchCheckpoint.Read(path),
            _ => Safetensors.Read(path),
        };
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
