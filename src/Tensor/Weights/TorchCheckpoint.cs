using System.Buffers.Binary;
using System.IO.Compression;

namespace SparseGen;

/// <summary>
/// State dicts that PyTorch's torch.save wrote: a zip archive of a pickle "data.pkl" and the storages "data/0", …, or, before
/// version 1.6, pickles followed by the storages. The pickle is read as data; nothing of it is executed.
/// </summary>
public static class TorchCheckpoint
{
    const string PickleName = "data.pkl", ByteOrderName = "byteorder";

    /// <summary>Far more than the weights of any network that is read here.</summary>
    const int MostPickleBytes = 4 << 20;

    const string OldMagic = "119547037146038801333356";

    /// <summary>Reads every tensor; what else a checkpoint holds, such as step counts, is passed over.</summary>
    /// <exception cref="FileFormatException">The file is damaged, is no state dict, or asks for something that is not allowed.</exception>
    public static ArrayFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        var first = stream.ReadByte();
        stream.Position = 0;
        return first == 'P' ? ReadArchive(path, stream) : ReadOld(path, stream);
    }

    static ArrayFile ReadArchive(string path, FileStream stream)
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
            return Extract(path, Tensors(path, state), stream.Length, order == "big", tensor =>
            {
                var name = $"{folder}data/{tensor.Storage}";
                var entry = archive.GetEntry(name) ?? throw new FileFormatException(path, $"expected an entry '{name}' for '{tensor.Name}', found none");
                // PyTorch stores them uncompressed, so nothing can be larger than the file.
                return entry.Length == tensor.StorageBytes && entry.CompressedLength == entry.Length
                    ? ClaimedBytes.Read(entry, $"{path}/{name}")
                    : throw new FileFormatException($"{path}/{name}", $"expected {tensor.StorageBytes:N0} uncompressed bytes for '{tensor.Name}', found {entry.Length:N0} in {entry.CompressedLength:N0}");
            });
        }
        catch (InvalidDataException malformed)
        {
            throw new FileFormatException(path, $"expected a zip archive as PyTorch writes them, found: {malformed.Message}", malformed);
        }
    }

    static ArrayFile ReadOld(string path, FileStream stream)
    {
        if (stream.Length > Array.MaxLength) throw new FileFormatException(path, $"expected at most {Array.MaxLength:N0} bytes, found {stream.Length:N0}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var pickles = new PickleReader(path, bytes.AsMemory(0, Math.Min(bytes.Length, MostPickleBytes)), TorchTensor.Names);
        if (pickles.Read()?.ToString() != OldMagic) throw new FileFormatException(path, "expected a checkpoint of PyTorch, found another pickle");
        pickles.Read(); // the format's version
        var system = pickles.Read() as PickleDictionary;
        var tensors = Tensors(path, pickles.Read());
        if (pickles.Read() is not List<object?> keys) throw new FileFormatException(path, "expected a list of storages after the state dict, found something else");

        var owners = tensors.DistinctBy(tensor => tensor.Storage).ToDictionary(tensor => tensor.Storage);
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
        return Extract(path, tensors, bytes.Length, system?.Find("little_endian") is false, tensor => storages.TryGetValue(tensor.Storage, out var at)
            ? bytes.AsMemory(at.Start, at.Length)
            : throw new FileFormatException(path, $"expected the storage '{tensor.Storage}' of '{tensor.Name}', found none"));
    }

    static List<TorchTensor> Tensors(string path, object? state)
    {
        if (state is PickleDictionary outer && outer.Find("state_dict") is PickleDictionary inner) state = inner;
        if (state is not PickleDictionary dictionary) throw new FileFormatException(path, "expected a state dict, found something else");
        var tensors = new List<TorchTensor>();
        foreach (var (key, value) in dictionary.Entries)
            if (key is string name && TorchTensor.Is(value))
                try
                {
                    tensors.Add(TorchTensor.Parse(name, value));
                }
                catch (FormatException malformed)
                {
                    throw new FileFormatException(path, $"tensor '{name}': {malformed.Message}", malformed);
                }
        return tensors.Count > 0 ? tensors : throw new FileFormatException(path, "expected a state dict with tensors, found none");
    }

    static ArrayFile Extract(string path, List<TorchTensor> tensors, long fileLength, bool bigEndian, Func<TorchTensor, ReadOnlyMemory<byte>> read)
    {
        // Tensors may share a storage, but a file whose tensors are far larger than itself was made to fill the memory.
        var total = tensors.Sum(tensor => tensor.Shape.Count * tensor.Type.Size());
        if (total > 2 * fileLength) throw new FileFormatException(path, $"expected tensors of about the file's {fileLength:N0} bytes, found {total:N0}");
        var arrays = new Dictionary<string, NDArray>();
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var tensor in tensors)
        {
            if (!storages.TryGetValue(tensor.Storage, out var storage)) storages.Add(tensor.Storage, storage = read(tensor));
            if (storage.Length != tensor.StorageBytes) throw new FileFormatException(path, $"expected the storage '{tensor.Storage}' of '{tensor.Name}' to have {tensor.StorageBytes:N0} bytes, found {storage.Length:N0}");
            var elements = tensor.Extract(storage.Span);
            if (bigEndian)
                for (var rest = elements.AsSpan(); rest.Length > 0; rest = rest[tensor.Type.Size()..]) rest[..tensor.Type.Size()].Reverse();
            if (!arrays.TryAdd(tensor.Name, new NDArray(tensor.Shape, tensor.Type, elements))) throw new FileFormatException(path, $"expected each tensor once, found '{tensor.Name}' twice");
        }
        return new ArrayFile(path, arrays, new Dictionary<string, string>());
    }
}
