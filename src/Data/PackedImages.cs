using System.Security.Cryptography;
using System.Text.Json;

namespace SparseGen.Data;

/// <summary>A decoded data set in one file: a line of JSON that says what follows, then pixels and labels.</summary>
static class PackedImages
{
    static readonly JsonSerializerOptions Format = new() { RespectRequiredConstructorParameters = true };

    /// <param name="fingerprint">of what the set was made from</param>
    public static void Write(string path, DataSet set, string fingerprint)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var (train, test) = (set.Train, set.Test);
        var head = new Head(fingerprint, train.Channels, train.Height, train.Width, train.Classes, train.Count, test.Count, Checksum(train, test));
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, head, Format);
            stream.WriteByte((byte)'\n');
            foreach (var images in new[] { train, test })
            {
                stream.Write(images.Pixels);
                stream.Write(images.Labels);
            }
        });
    }

    /// <summary>The set, if the file is there, readable, whole, and made from just that.</summary>
    public static DataSet? TryRead(string path, string name, string fingerprint)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (ReadHead(stream) is not { } head || head.Fingerprint != fingerprint) return null;
            var train = Read(stream, head, $"{name} train", head.Train);
            var test = Read(stream, head, $"{name} test", head.Test);
            return stream.ReadByte() < 0 && Checksum(train, test) == head.Checksum ? new DataSet(name, train, test) : null;
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    static ImageSet Read(Stream stream, Head head, string name, int count)
    {
        // Claims of a damaged head are not believed beyond what the file can hold.
        var size = checked(count * head.Channels * head.Height * head.Width);
        if (size < 0 || size > stream.Length) throw new EndOfStreamException();
        var (pixels, labels) = (new byte[size], new byte[count]);
        stream.ReadExactly(pixels);
        stream.ReadExactly(labels);
        return new ImageSet(name, head.Channels, head.Height, head.Width, head.Classes, pixels, labels);
    }

    static Head? ReadHead(FileStream stream)
    {
        const int longest = 4096;
        var line = new List<byte>();
        for (int letter; (letter = stream.ReadByte()) != '\n';)
        {
            if (letter < 0 || line.Count == longest) return null;
            line.Add((byte)letter);
        }
        try
        {
            return JsonSerializer.Deserialize<Head>(line.ToArray(), Format);
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

    sealed record Head(string Fingerprint, int Channels, int Height, int Width, int Classes, int Train, int Test, string Checksum);
}
