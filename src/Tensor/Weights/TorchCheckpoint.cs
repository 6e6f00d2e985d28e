using System.Buffers.Binary;
using System.IO.Compression;

namespace SparseGen;

/// <summary>
/// State dicts written by PyTorch's torch.save: a zip archive of a pickle "data.pkl" and the storages "data/0", …, or, before
/// version 1.6, pickles followed by the storages. The pickle is read as data; nothing of it is executed.
/// </summary>
public static class TorchCheckpoint
{
    const string PickleName = "data.pkl", ByteOrderName = "byteorder";

    /// <summary>Far more than the pickles of all supported networks have.</summary>
    const int MostPickleBytes = 4 << 20;

    /// <summary>The deepest nesting of dictionaries and lists that is searched.</summary>
    const int MaxDepth = 16;

    const string OldMagic = "119547037146038801333356";

    /// <summary>Reads every tensor of a state dict. Other contents of a checkpoint, such as step counts, are ignored.</summary>
    /// <param name="entry">the state dict to be read, if there are several: its keys in the checkpoint, joined by dots</param>
    /// <exception cref="FileFormatException">The file is damaged, is no state dict, or contains an operation or name that is not allowed.</exception>
    public static ArrayFile Read(string path, string? entry = null)
    {
        using var stream = File.OpenRead(path);
        var first = stream.ReadByte();
        stream.Position = 0;
        return first == 'P' ? ReadArchive(path, stream, entry) : ReadOld(path, stream, entry);
    }

    static ArrayFile ReadArchive(string path, FileStream stream, string? entry)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName == PickleName || entry.FullName.EndsWith("/" + PickleName, StringComparison.Ordinal))
                ?? throw new FileFormatException(path, $"expected an archive with an entry '{PickleName}', as PyTorch writes them, found {archive.Entries.Count} others");
            var folder = pickle.FullName[..^PickleName.Length];
            var order = archive.GetEntry(folder + ByteOrderName) is { Length: < 16 } note ? System.Text.Encoding.ASCII.GetString(ClaimedBytes.Read(note, $"{path}/{note.FullName}")) : "little";
            if (order is not ("little" or "big")) throw new FileFormatException(path, $"expected the byte order little or big, found '{order}'");
            if (pickle.Length > MostPickleBytes) throw new FileFormatException($"{path}/{pickle.FullName}", $"expected at most {MostPickleBytes:N0} bytes, found {pickle.Length:N0}");
            var state = new PickleReader(path, ClaimedBytes.Read(pickle, $"{path}/{pickle.FullName}"), TorchTensor.Names).Read();
            var (tensors, name) = Tensors(path, state, entry);
            return Extract(path, tensors, name, stream.Length, order == "big", tensor =>
            {
                var place = $"{folder}data/{tensor.Storage}";
                var stored = archive.GetEntry(place) ?? throw new FileFormatException(path, $"expected an entry '{place}' for '{tensor.Name}', found none");
                // PyTorch stores them uncompressed, so that none can be larger than the file.
                return stored.Length == tensor.StorageBytes && stored.CompressedLength == stored.Length
                    ? ClaimedBytes.Read(stored, $"{path}/{place}")
                    : throw new FileFormatException($"{path}/{place}", $"expected {tensor.StorageBytes:N0} uncompressed bytes for '{tensor.Name}', found {stored.Length:N0} in {stored.CompressedLength:N0}");
            });
        }
        catch (InvalidDataException malformed)
        {
            throw new FileFormatException(path, $"expected a zip archive as PyTorch writes them, found: {malformed.Message}", malformed);
        }
    }

    static ArrayFile ReadOld(string path, FileStream stream, string? entry)
    {
        if (stream.Length > Array.MaxLength) throw new FileFormatException(path, $"expected at most {Array.MaxLength:N0} bytes, found {stream.Length:N0}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var pickles = new PickleReader(path, bytes.AsMemory(0, Math.Min(bytes.Length, MostPickleBytes)), TorchTensor.Names);
        if (pickles.Read()?.ToString() != OldMagic) throw new FileFormatException(path, "expected a checkpoint of PyTorch, found another pickle");
        pickles.Read(); // the format's version
        var system = pickles.Read() as PickleDictionary;
        var state = pickles.Read();
        var (tensors, found) = Tensors(path, state, entry);
        if (pickles.Read() is not List<object?> keys) throw new FileFormatException(path, "expected a list of storages after the state dict, found something else");

        var owners = AllTensors(path, state, "checkpoint", MaxDepth).DistinctBy(tensor => tensor.Storage).ToDictionary(tensor => tensor.Storage);
        var storages = new Dictionary<string, (int Start, int Length)>();
        var position = pickles.Position;
        foreach (var key in keys)
        {
            if (key is not string name || !owners.TryGetValue(name, out var tensor)) throw new FileFormatException(path, $"expected each storage to belong to a tensor, found '{key}'");
            if (bytes.Length - position < sizeof(long) + tensor.StorageBytes || BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(position)) != tensor.StorageCount)
                throw new FileFormatException(path, $"expected a storage of {tensor.StorageCount:N0} elements for '{tensor.Name}' at byte {position:N0}, found another or none; the file is incomplete");
            position += sizeof(long);
            storages[tensor.Storage] = (position, (int)tensor.StorageBytes);
            position += (int)tensor.StorageBytes;
        }
        return Extract(path, tensors, found, bytes.Length, system?.Find("little_endian") is false, tensor => storages.TryGetValue(tensor.Storage, out var at)
            ? bytes.AsMemory(at.Start, at.Length)
            : throw new FileFormatException(path, $"expected the storage '{tensor.Storage}' of '{tensor.Name}', found none"));
    }

    static (List<TorchTensor> Tensors, string Name) Tensors(string path, object? state, string? entry)
    {
        var (dictionary, name) = StateDicts.Find(path, state, entry);
        return ([.. dictionary.Entries.Where(pair => pair.Key is string && TorchTensor.Is(pair.Value)).Select(pair => Parse(path, (string)pair.Key!, pair.Value))], name);
    }

    static TorchTensor Parse(string path, string name, object? value)
    {
        try
        {
            return TorchTensor.Parse(name, value);
        }
        catch (FormatException malformed)
        {
            throw new FileFormatException(path, $"tensor '{name}': {malformed.Message}", malformed);
        }
    }

    /// <summary>Every tensor of a checkpoint, including those of optimizers, since the old format lists the storages of all of them.</summary>
    static IEnumerable<TorchTensor> AllTensors(string path, object? value, string name, int depth)
    {
        if (TorchTensor.Is(value)) return [Parse(path, name, value)];
        if (depth == 0) return [];
        IEnumerable<(object? Key, object? Value)> inner = value switch
        {
            PickleDictionary dictionary => dictionary.Entries,
            List<object?> list => list.Select((item, i) => ((object?)i, item)),
            object?[] tuple => tuple.Select((item, i) => ((object?)i, item)),
            _ => [],
        };
        return inner.SelectMany(pair => AllTensors(path, pair.Value, $"{name}.{pair.Key}", depth - 1));
    }

    static ArrayFile Extract(string path, List<TorchTensor> tensors, string entry, long fileLength, bool bigEndian, Func<TorchTensor, ReadOnlyMemory<byte>> read)
    {
        // Tensors may share a storage, but tensors much larger than the file indicate a file made to exhaust the memory.
        var total = tensors.Sum(tensor => tensor.Shape.Count * tensor.ElementBytes);
        if (total > 2 * fileLength) throw new FileFormatException(path, $"expected tensors of about the file's {fileLength:N0} bytes, found {total:N0}");
        var arrays = new Dictionary<string, NDArray>();
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var tensor in tensors)
        {
            if (!storages.TryGetValue(tensor.Storage, out var storage)) storages.Add(tensor.Storage, storage = read(tensor));
            if (storage.Length != tensor.StorageBytes) throw new FileFormatException(path, $"expected the storage '{tensor.Storage}' of '{tensor.Name}' to have {tensor.StorageBytes:N0} bytes, found {storage.Length:N0}");
            var elements = tensor.Extract(storage.Span);
            if (bigEndian)
                for (var rest = elements.AsSpan(); rest.Length > 0; rest = rest[tensor.ElementBytes..]) rest[..tensor.ElementBytes].Reverse();
            if (!arrays.TryAdd(tensor.Name, tensor.ToArray(elements))) throw new FileFormatException(path, $"expected each tensor once, found '{tensor.Name}' twice");
        }
        return new ArrayFile(path, arrays, new Dictionary<string, string>()) { Entry = entry, Notes = entry.Length == 0 ? [] : [$"{path}: the weights are those of '{entry}'"] };
    }
}
