using System.Buffers.Binary;
using System.Text;

namespace SparseGen;

/// <summary>NumPy's .npy format: "\x93NUMPY", two bytes of version, the header's length, the header, the data.</summary>
public static class Npy
{
    const int Alignment = 64;
    const int MaxHeader = 1 << 16;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads one array of either byte order. Fortran order is converted to C order, booleans to UInt8.</summary>
    /// <exception cref="FileFormatException">The file is malformed, or has a type or rank that is not supported.</exception>
    public static NDArray Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Writes a file atomically.</summary>
    public static void Write(string path, NDArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <param name="stream">ends with the array</param>
    /// <param name="name">for error messages</param>
    internal static NDArray Read(Stream stream, string name)
    {
        var header = ReadHeader(stream, name);
        var length = (int)(header.Shape.Count * header.Type.Size());
        var bytes = ClaimedBytes.Read(stream, length);
        if (bytes.Length < length)
            throw new FileFormatException(name, $"expected {length:N0} bytes of data for {header.Type} {header.Shape}, found {bytes.Length:N0}; the file is incomplete");
        if (stream.ReadByte() >= 0)
            throw new FileFormatException(name, $"expected {length:N0} bytes of data for {header.Type} {header.Shape}, found more");
        if (header.BigEndian) ReverseElements(bytes, header.Type.Size());
        if (header.FortranOrder) bytes = ToCOrder(bytes, header.Shape, header.Type.Size());
        return new NDArray(header.Shape, header.Type, bytes);
    }

    internal static void Write(Stream stream, NDArray array)
    {
        var header = new NpyHeader(array.DType, BigEndian: false, FortranOrder: false, array.Shape).ToString();
        var prefix = Magic.Length + 4;
        var total = (prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment;
        Span<byte> bytes = stackalloc byte[total];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], (ushort)(total - prefix));
        Encoding.Latin1.GetBytes(header.PadRight(total - prefix - 1) + "\n", bytes[prefix..]);
        stream.Write(bytes);
        stream.Write(array.Bytes);
    }

    static NpyHeader ReadHeader(Stream stream, string name)
    {
        var start = ClaimedBytes.Read(stream, Magic.Length + 2);
        if (start.Length < Magic.Length + 2 || !start.AsSpan().StartsWith(Magic))
            throw new FileFormatException(name, "expected an array in NumPy's format, beginning with \\x93NUMPY, found something else");
        var version = start[6];
        if (version is not (1 or 2 or 3)) throw new FileFormatException(name, $"expected version 1, 2 or 3 of NumPy's format, found {version}");
        var field = ClaimedBytes.Read(stream, version == 1 ? 2 : 4);
        var length = field.Length switch
        {
            2 when version == 1 => BinaryPrimitives.ReadUInt16LittleEndian(field),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
            _ => throw new FileFormatException(name, "expected the header's length, found the end of the file"),
        };
        if (length > MaxHeader) throw new FileFormatException(name, $"expected a header of at most {MaxHeader:N0} bytes, found one of {length:N0}");
        var text = ClaimedBytes.Read(stream, (int)length);
        if (text.Length < length) throw new FileFormatException(name, $"expected a header of {length:N0} bytes, found {text.Length:N0}");
        try
        {
            return NpyHeader.Parse(Encoding.Latin1.GetString(text));
        }
        catch (FormatException malformed)
        {
            throw new FileFormatException(name, malformed.Message, malformed);
        }
    }

    static void ReverseElements(Span<byte> bytes, int size)
    {
        for (; bytes.Length > 0; bytes = bytes[size..]) bytes[..size].Reverse();
    }

    /// <summary>Reorders elements from Fortran order, in which the first index is innermost.</summary>
    static byte[] ToCOrder(byte[] source, in Shape shape, int size)
    {
        var target = new byte[source.Length];
        Span<int> index = stackalloc int[shape.Rank];
        index.Clear();
        for (var at = 0; at < target.Length; at += size)
        {
            long from = 0;
            for (var i = shape.Rank - 1; i >= 0; i--) from = from * shape[i] + index[i];
            source.AsSpan((int)(from * size), size).CopyTo(target.AsSpan(at));
            for (var i = shape.Rank - 1; i >= 0 && ++index[i] == shape[i]; i--) index[i] = 0;
        }
        return target;
    }
}
