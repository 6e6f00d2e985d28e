using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SparseGen.Fid.Fuzzing;

/// <summary>The parts of a checkpoint in both of PyTorch's file formats.</summary>
/// <param name="ArchiveParts">format of a zip archive: the pickle, then the storages</param>
/// <param name="OldParts">format without an archive: the pickles before the state dict, the state dict, the list of storages, the storages</param>
sealed record SampleCheckpoint(IReadOnlyList<byte[]> ArchiveParts, IReadOnlyList<byte[]> OldParts)
{
    /// <param name="arrays">the arrays of the state dict</param>
    /// <param name="wrapped">whether the state dict is an entry of a dictionary that also has an epoch</param>
    public static SampleCheckpoint Of(IReadOnlyList<(string Name, NDArray Array)> arrays, bool wrapped = false)
    {
        var state = State(arrays, wrapped);
        var keys = new PickleWriter().Add(PickleOperation.EMPTY_LIST).Add(PickleOperation.MARK);
        for (var i = 0; i < arrays.Count; i++) keys.Text($"{i}");
        var before = new PickleWriter().Long(Convert.FromHexString("6CFC9C46F9206AA85019")).ToArray(); // the magic number
        var version = new PickleWriter().Number(1001).ToArray();
        var system = new PickleWriter().Add(PickleOperation.EMPTY_DICT).Add(PickleOperation.MARK).Text("little_endian").Add(PickleOperation.NEWTRUE).Add(PickleOperation.SETITEMS).ToArray();
        return new SampleCheckpoint(
            [state, .. arrays.Select(array => array.Array.Bytes.ToArray())],
            [
                [.. before, .. version, .. system], state, keys.Add(PickleOperation.APPENDS).ToArray(),
                .. arrays.Select(array => (byte[])[.. BitConverter.GetBytes((long)array.Array.Count), .. array.Array.Bytes]),
            ]);
    }

    public static byte[] PackArchive(IReadOnlyList<byte[]> parts) =>
        FuzzTargets.Zip(parts.Select((part, i) => (i == 0 ? "archive/data.pkl" : $"archive/data/{i - 1}", part)), _ => CompressionLevel.NoCompression);

    static byte[] State(IReadOnlyList<(string Name, NDArray Array)> arrays, bool wrapped)
    {
        var pickle = new PickleWriter();
        if (wrapped) pickle.Add(PickleOperation.EMPTY_DICT).Add(PickleOperation.MARK).Text("epoch").Number(3).Text("model_state_dict");
        pickle.Global("collections", "OrderedDict").Add(PickleOperation.EMPTY_TUPLE).Add(PickleOperation.REDUCE).Add(PickleOperation.MARK);
        foreach (var (i, (name, array)) in arrays.Index())
        {
            pickle.Text(name).Global("torch._utils", "_rebuild_tensor_v2").Add(PickleOperation.MARK);
            pickle.Add(PickleOperation.MARK).Text("storage").Global("torch", StorageOf(array.DType)).Text($"{i}").Text("cpu").Number(array.Count).Add(PickleOperation.TUPLE).Add(PickleOperation.BINPERSID);
            pickle.Number(0).Tuple(array.Shape.ToArray()).Tuple(Strides(array.Shape)).Add(PickleOperation.NEWFALSE);
            pickle.Global("collections", "OrderedDict").Add(PickleOperation.EMPTY_TUPLE).Add(PickleOperation.REDUCE).Add(PickleOperation.TUPLE).Add(PickleOperation.REDUCE);
        }
        pickle.Add(PickleOperation.SETITEMS);
        return (wrapped ? pickle.Add(PickleOperation.SETITEMS) : pickle).ToArray();
    }

    static string StorageOf(DType type) => type switch
    {
        DType.Float32 => "FloatStorage",
        DType.Float64 => "DoubleStorage",
        DType.Float16 => "HalfStorage",
        _ => "LongStorage",
    };

    static int[] Strides(in Shape shape)
    {
        var strides = new int[shape.Rank];
        var stride = 1;
        for (var i = shape.Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    /// <summary>Writes pickles of protocol 2.</summary>
    sealed class PickleWriter
    {
        readonly List<byte> _bytes = [(byte)PickleOperation.PROTO, 2];

        public PickleWriter Add(PickleOperation operation)
        {
            _bytes.Add((byte)operation);
            return this;
        }

        public PickleWriter Text(string text)
        {
            Add(PickleOperation.BINUNICODE);
            Int32(text.Length);
            _bytes.AddRange(Encoding.ASCII.GetBytes(text));
            return this;
        }

        public PickleWriter Number(int value)
        {
            Add(PickleOperation.BININT);
            Int32(value);
            return this;
        }

        public PickleWriter Long(byte[] littleEndian)
        {
            Add(PickleOperation.LONG1);
            _bytes.Add((byte)littleEndian.Length);
            _bytes.AddRange(littleEndian);
            return this;
        }

        public PickleWriter Tuple(int[] values)
        {
            Add(PickleOperation.MARK);
            foreach (var value in values) Number(value);
            return Add(PickleOperation.TUPLE);
        }

        public PickleWriter Global(string module, string name)
        {
            Add(PickleOperation.GLOBAL);
            _bytes.AddRange(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
            return this;
        }

        public byte[] ToArray() => [.. _bytes, (byte)PickleOperation.STOP];

        void Int32(int value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            _bytes.AddRange(bytes);
        }
    }
}
