using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace SparseGen;

/// <summary>
/// The .safetensors format: the header's length as 8 little-endian bytes, a JSON header {"name": {"dtype", "shape",
/// "data_offsets": [begin, end)}, …, "__metadata__": {"key": "text"}}, and the data. Compatible with the Python library.
/// </summary>
public static class Safetensors
{
    internal const string MetadataKey = "__metadata__";
    internal const int LengthBytes = 8;
    const int DataAlignment = 8;

    /// <summary>Reads every array. BOOL is read as UInt8.</summary>
    /// <exception cref="FileFormatException">The file is malformed, or has a type or rank that is not supported.</exception>
    public static ArrayFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var header = SafetensorsHeader.Read(path, stream);
        var arrays = new Dictionary<string, NDArray>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            var bytes = new byte[entry.End - entry.Begin];
            stream.Position = header.DataStart + entry.Begin;
            stream.ReadExactly(bytes);
            arrays.Add(entry.Name, new NDArray(entry.Shape, entry.Type, bytes));
        }
        return new ArrayFile(path, arrays, header.Metadata);
    }

    /// <summary>
    /// Writes a file atomically. Arrays are ordered by decreasing size of their elements, so that all are aligned, and
    /// otherwise as given. The same arguments give the same bytes.
    /// </summary>
    /// <exception cref="ArgumentException">Two arrays have the same name, or one has the name "__metadata__".</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = arrays.OrderByDescending(pair => pair.Value.DType.Size()).ToList();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, array) in ordered) stream.Write(array.Bytes);
        });
    }

    static byte[] Header(List<KeyValuePair<string, NDArray>> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var names = new HashSet<string> { MetadataKey };
            long offset = 0;
            foreach (var (name, array) in arrays)
            {
                if (!names.Add(name)) throw new ArgumentException($"The array name '{name}' is taken.", nameof(arrays));
                json.WriteStartObject(name);
                json.WriteString("dtype", NameOf(array.DType));
                json.WriteStartArray("shape");
                foreach (var size in array.Shape.ToArray()) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += array.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        var padding = (DataAlignment - text.WrittenCount % DataAlignment) % DataAlignment;
        text.GetSpan(padding)[..padding].Fill((byte)' ');
        text.Advance(padding);
        return text.WrittenSpan.ToArray();
    }

    internal static DType? TypeOf(string name) => name switch
    {
        "F64" => DType.Float64,
        "F32" => DType.Float32,
        "F16" => DType.Float16,
        "BF16" => DType.BFloat16,
        "F8_E4M3" => DType.Float8E4M3,
        "F8_E5M2" => DType.Float8E5M2,
        "U8" or "BOOL" => DType.UInt8,
        "I32" => DType.Int32,
        "I64" => DType.Int64,
        _ => null,
    };

    static string NameOf(DType type) => type switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Float8E4M3 => "F8_E4M3",
        DType.Float8E5M2 => "F8_E5M2",
        DType.UInt8 => "U8",
        DType.Int32 => "I32",
        DType.Int64 => "I64",
        _ => throw new NotSupportedException($"Safetensors have no name for {type}."),
    };
}
