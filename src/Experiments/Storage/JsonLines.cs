using System.Text;
using System.Text.Json;

namespace SparseGen.Experiments;

/// <summary>
/// A file to which JSON objects are appended, one on each line. An incomplete last line, left by a process that ended while writing it,
/// is removed when the file is opened again; every other line that cannot be read is an error.
/// </summary>
public sealed class JsonLines<T> : IDisposable where T : class
{
    readonly string _path;
    readonly JsonSerializerOptions _format;
    readonly FileStream _stream;

    /// <summary>Opens for appending, or creates.</summary>
    /// <exception cref="RunException">A complete line cannot be read.</exception>
    public JsonLines(string path, JsonSerializerOptions format)
    {
        _path = path;
        _format = format;
        // Unbuffered: a line is one write, and after a failed write there is no buffered data that Dispose would write again.
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            var bytes = new byte[_stream.Length];
            _stream.ReadExactly(bytes);
            var complete = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            Existing = Parse(path, bytes.AsSpan(0, complete), format);
            if (complete < bytes.Length) _stream.SetLength(complete);
            _stream.Position = complete;
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The objects that the file contained when it was opened.</summary>
    public IReadOnlyList<T> Existing { get; }

    /// <summary>The complete lines of a file; none if there is no file. An incomplete last line is ignored.</summary>
    /// <exception cref="RunException">A complete line cannot be read.</exception>
    public static IReadOnlyList<T> Read(string path, JsonSerializerOptions format)
    {
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(path, bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1), format);
    }

    /// <summary>The line of an object, without the line break.</summary>
    public string Line(T item) => JsonSerializer.Serialize(item, _format);

    public void Append(T item)
    {
        var start = _stream.Position;
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(Line(item) + "\n"));
        }
        catch (IOException failure)
        {
            _stream.SetLength(start);
            throw new RunException($"{_path}: a line could not be written: {failure.Message}", failure);
        }
    }

    /// <summary>Forces what was appended to the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    static List<T> Parse(string path, ReadOnlySpan<byte> bytes, JsonSerializerOptions format)
    {
        var items = new List<T>();
        var number = 0;
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            number++;
            try
            {
                items.Add(JsonSerializer.Deserialize<T>(bytes[..end], format) ?? throw new JsonException("it is null."));
            }
            catch (Exception failure) when (failure is JsonException or NotSupportedException)
            {
                throw new RunException(
                    $"{path}: line {number} cannot be read: {failure.Message.Split('\n')[0]} "
                    + "It is complete, so it was not an interruption: repair the line, or delete it and those after it.",
                    failure);
            }
            bytes = bytes[(end + 1)..];
        }
        return items;
    }
}
