using System.Security.Cryptography;
using System.Text.Json;

namespace SparseGen.Data;

/// <summary>A file with a decoded data set: a header of one line of JSON, then pixels and labels of the training and of the test images.</summary>
static class PackedImages
{
    static readonly JsonSerializerOptions Format = new() { RespectRequiredConstructorParameters = true };

    /// <summary>Writes a file atomically, and its folder if it is missing.</summary>
    /// <param name="fingerprint">a hash of the source files and settings from which the set was made</param>
    public static void Write(string path, DataSet set, string fingerprint)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var (train, test) = (set.Train, set.Test);
        var header = new Header(fingerprint, train.Channels, train.Height, train.Width, train.Classes, train.Count, test.Count, Checksum(train, test));
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, header, Format);
            stream.WriteByte((byte)'\n');
            foreach (var images in new[] { train, test })
            {
                stream.Write(images.Pixels);
                stream.Write(images.Labels);
            }
        });
    }

    /// <summary>Reads a set; null if the file is missing, unreadable or damaged, or has another fingerprint.</summary>
    public static DataSet? TryRead(string path, string name, string fingerprint)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (ReadHeader(stream) is not { } header || header.Fingerprint != fingerprint) return null;
            var train = Read(stream, header, $"{name} train", header.Train);
            var test = Read(stream, header, $"{name} test", header.Test);
            return stream.ReadByte() < 0 && Checksum(train, test) == header.Checksum ? new DataSet(name, train, test) : null;
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    static ImageSet Read(Stream stream, Header header, string name, int count)
    {
        // The header may be damaged: no more memory is allocated than the file has bytes.
        var size = checked(count * header.Channels * header.Height * header.Width);
        if (size < 0 || size > stream.Length) throw new EndOfStreamException();
        var (pixels, labels) = (new byte[size], new byte[count]);
        stream.ReadExactly(pixels);
        stream.ReadExactly(labels);
        return new ImageSet(name, header.Channels, header.Height, header.Width, header.Classes, pixels, labels);
    }

    static Header? ReadHeader(FileStream stream)
    {
        const int maxLength = 4096;
        var line = new List<byte>();
        for (int letter; (letter = stream.ReadByte()) != '\n';)
        {
            if (letter < 0 || line.Count == maxLength) return null;
            line.Add((byte)letter);
        }
        try
        {
            return JsonSerializer.Deserialize<Header>(line.ToArray(), Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Checksum(ImageSet train, ImageSet test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var images in new[] { train, test })
        {
            hash.AppendData(images.Pixels);
            hash.AppendData(images.Labels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    sealed record Header(string Fingerprint, int Channels, int Height, int Width, int Classes, int Train, int Test, string Checksum);
}
