using System.Buffers.Binary;
using System.Text.Json;

namespace SparseGen;

/// <summary>The position of one array: bytes [Begin, End) of the data.</summary>
readonly record struct SafetensorsEntry(string Name, DType Type, Shape Shape, long Begin, long End);

/// <summary>
/// The header of a .safetensors file, which may come from an untrusted source: no more memory is allocated than the file has
/// bytes, and the arrays must cover the data exactly once.
/// </summary>
sealed class SafetensorsHeader
{
    /// <summary>The largest header that the Python library reads.</summary>
    const long MaxLength = 100_000_000;

    readonly string _path;
    readonly Dictionary<string, string> _metadata = [];
    readonly List<SafetensorsEntry> _entries = [];

    SafetensorsHeader(string path) => _path = path;

    /// <summary>Ordered by position in the data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The position of the data in the file.</summary>
    public long DataStart { get; private set; }

    /// <exception cref="FileFormatException">The header is malformed, or does not fit the file's length.</exception>
    public static SafetensorsHeader Read(string path, Stream stream)
    {
        var header = new SafetensorsHeader(path);
        var json = header.ReadText(stream);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw header.Malformed("expected the header to be a JSON object, found another kind of value");
            foreach (var property in document.RootElement.EnumerateObject())
                if (property.NameEquals(Safetensors.MetadataKey)) header.ReadMetadata(property.Value);
                else header.ReadEntry(property.Name, property.Value);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter: a name that is not Unicode
        {
            throw new FileFormatException(path, $"expected a JSON header with each name once, found: {malformed.Message}", malformed);
        }
        header.CheckCoverage(stream.Length - header.DataStart);
        return header;
    }

    byte[] ReadText(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[Safetensors.LengthBytes];
        if (stream.Length < prefix.Length) throw Malformed($"expected at least {prefix.Length} bytes, the header's length, found {stream.Length}");
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var rest = stream.Length - prefix.Length;
        if (length > (ulong)rest) throw Malformed(ForeignFile.Describe(_path) is { } foreign ? $"expected a safetensors file, found {foreign}" : $"expected a header of {length:N0} bytes as the file says, found {rest:N0} bytes; not a safetensors file, or an incomplete one");
        if (length > MaxLength) throw Malformed($"expected a header of at most {MaxLength:N0} bytes, found {length:N0}");
        var text = new byte[length];
        stream.ReadExactly(text);
        DataStart = stream.Position;
        return text;
    }

    void ReadMetadata(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Malformed($"expected {Safetensors.MetadataKey} to be an object of texts, found {value.ValueKind}");
        foreach (var note in value.EnumerateObject())
            _metadata.Add(note.Name, note.Value.ValueKind == JsonValueKind.String
                ? note.Value.GetString()!
                : throw Malformed($"expected {Safetensors.MetadataKey} to hold texts, found '{note.Name}' of kind {note.Value.ValueKind}"));
    }

    void ReadEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var sizes) || !Integers(sizes, out var shape)
            || !value.TryGetProperty("data_offsets", out var offsets) || !Integers(offsets, out var range) || range.Length != 2)
            throw Malformed($"expected tensor '{name}' to have a dtype, a shape and two data_offsets, found {Abbreviated(value)}");
        var type = Safetensors.TypeOf(dtype.GetString()!)
            ?? throw Malformed($"expected tensor '{name}' to be F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, U8 or BOOL, found {Abbreviated(dtype)}, which is not read");
        if (shape.Length > Shape.MaxRank) throw Malformed($"expected tensor '{name}' to have at most {Shape.MaxRank} dimensions, found {shape.Length}");
        long bytes = type.Size();
        foreach (var size in shape)
            if (size is < 0 or > int.MaxValue || size != 0 && bytes > long.MaxValue / size)
                throw Malformed($"expected tensor '{name}' to have a shape that can exist, found {Abbreviated(sizes)}");
            else bytes *= size;
        var (begin, end) = (range[0], range[1]);
        if (begin < 0 || end < begin) throw Malformed($"expected tensor '{name}' to end after its beginning, found data_offsets {Abbreviated(offsets)}");
        if (end - begin != bytes) throw Malformed($"expected tensor '{name}' of {dtype.GetString()} {Abbreviated(sizes)} to have {bytes:N0} bytes, found {end - begin:N0} by its data_offsets");
        if (bytes > Array.MaxLength) throw Malformed($"expected tensor '{name}' to have at most {Array.MaxLength:N0} bytes, found {bytes:N0}");
        _entries.Add(new(name, type, new Shape(Array.ConvertAll(shape, size => (int)size)), begin, end));
    }

    void CheckCoverage(long dataLength)
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long covered = 0;
        foreach (var entry in _entries)
        {
            if (entry.Begin < covered) throw Malformed($"expected tensor '{entry.Name}' to begin at byte {covered:N0} of the data, where the one before it ends, found {entry.Begin:N0}: they overlap");
            if (entry.Begin > covered) throw Malformed($"expected tensor '{entry.Name}' to begin at byte {covered:N0} of the data, found {entry.Begin:N0}: the bytes between belong to none");
            covered = entry.End;
        }
        if (covered != dataLength) throw Malformed($"expected {covered:N0} bytes of data after the header, found {dataLength:N0}");
    }

    static bool Integers(JsonElement element, out long[] values)
    {
        values = [];
        if (element.ValueKind != JsonValueKind.Array) return false;
        values = new long[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out values[i++])) return false;
        return true;
    }

    static string Abbreviated(JsonElement element)
    {
        const int Shown = 80;
        var text = element.GetRawText();
        return text.Length <= Shown ? text : text[..Shown] + "…";
    }

    FileFormatException Malformed(string problem) => new(_path, problem);
}
