using System.Buffers.Binary;
using System.IO.Compression;

namespace SparseGen.Data;

/// <summary>Writes images as PNG with 8 bits per channel (ISO/IEC 15948).</summary>
public static class Png
{
    /// <summary>Values of the header field "colour type".</summary>
    const byte Grey = 0, TrueColour = 2;

    /// <summary>Filter type "up": every byte is stored as the difference from the byte above.</summary>
    const byte FilterUp = 2;

    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="ArgumentException">Not 1 or 3 channels, or the pixels do not fill the picture.</exception>
    public static void Write(string path, Picture picture)
    {
        var bytes = Encode(picture);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="ArgumentException">Not 1 or 3 channels, or the pixels do not fill the picture.</exception>
    public static byte[] Encode(Picture picture)
    {
        var (height, width, channels, pixels) = picture;
        if (channels is not (1 or 3) || height < 1 || width < 1 || pixels.Length != (long)height * width * channels)
            throw new ArgumentException($"A picture of {height}×{width} with {channels} channels and {pixels.Length:N0} bytes cannot be a PNG.", nameof(picture));
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per channel
        header[9] = channels == 1 ? Grey : TrueColour;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    static byte[] Compress(byte[] pixels, int rowLength)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            var row = new byte[1 + rowLength];
            row[0] = FilterUp;
            for (var start = 0; start < pixels.Length; start += rowLength)
            {
                for (var i = 0; i < rowLength; i++)
                    row[1 + i] = (byte)(pixels[start + i] - (start == 0 ? 0 : pixels[start - rowLength + i]));
                zlib.Write(row);
            }
        }
        return compressed.ToArray();
    }

    static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(data, Crc32.Of(type)));
        file.Write(number);
    }
}
