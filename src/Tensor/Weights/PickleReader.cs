using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SparseGen;

/// <summary>
/// Reads Python's pickles as plain data: long, double, bool, string, object?[] for a tuple, List&lt;object?&gt;,
/// <see cref="PickleDictionary"/>, <see cref="PickleCall"/> and <see cref="PickleReference"/>. A byte string, as are all strings of
/// Python 2, becomes a string with one character per byte. Nothing is imported, called or constructed; an operation or a name
/// that is not on the list of allowed ones is an error.
/// </summary>
/// <param name="path">for error messages</param>
/// <param name="bytes">one or several pickles</param>
/// <param name="allowed">the names to which a pickle may refer, "torch.FloatStorage"</param>
/// <param name="content">what the pickle contains, in the plural, for error messages</param>
sealed class PickleReader(string path, ReadOnlyMemory<byte> bytes, IReadOnlySet<string> allowed, string content = "weights")
{
    const string OrderedDictionary = "collections.OrderedDict";

    static readonly object Mark = new();
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly List<object?> _stack = [];
    readonly Dictionary<uint, object?> _memo = [];

    /// <summary>The position of the next pickle.</summary>
    public int Position { get; private set; }

    /// <summary>Reads one pickle to its end.</summary>
    /// <exception cref="FileFormatException">The pickle is damaged, or contains an operation or name that is not allowed.</exception>
    public object? Read()
    {
        _stack.Clear();
        _memo.Clear();
        while ((PickleOperation)Byte() is var operation && operation != PickleOperation.STOP) Apply(operation);
        return Pop();
    }

    void Apply(PickleOperation operation)
    {
        switch (operation)
        {
            case PickleOperation.PROTO: Byte(); break;
            case PickleOperation.FRAME: Take(8); break;
            case PickleOperation.MARK: _stack.Add(Mark); break;

            case PickleOperation.NONE: _stack.Add(null); break;
            case PickleOperation.NEWTRUE: _stack.Add(true); break;
            case PickleOperation.NEWFALSE: _stack.Add(false); break;
            case PickleOperation.BININT1: _stack.Add((long)Byte()); break;
            case PickleOperation.BININT2: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case PickleOperation.BININT: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case PickleOperation.LONG1: _stack.Add(Integer(Take(Byte()))); break;
            case PickleOperation.BINFLOAT: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case PickleOperation.SHORT_BINUNICODE: _stack.Add(Text(Take(Byte()))); break;
            case PickleOperation.BINUNICODE: _stack.Add(Text(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))))); break;

            case PickleOperation.SHORT_BINSTRING or PickleOperation.SHORT_BINBYTES: _stack.Add(Encoding.Latin1.GetString(Take(Byte()))); break;
            case PickleOperation.BINSTRING or PickleOperation.BINBYTES: _stack.Add(Encoding.Latin1.GetString(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))))); break;
            case PickleOperation.BINBYTES8 or PickleOperation.BYTEARRAY8: _stack.Add(Encoding.Latin1.GetString(Take(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))))); break;

            case PickleOperation.EMPTY_TUPLE: _stack.Add(Array.Empty<object?>()); break;
            case PickleOperation.TUPLE: _stack.Add(PopToMark()); break;
            case PickleOperation.TUPLE1: _stack.Add(Pop(1)); break;
            case PickleOperation.TUPLE2: _stack.Add(Pop(2)); break;
            case PickleOperation.TUPLE3: _stack.Add(Pop(3)); break;
            case PickleOperation.EMPTY_LIST: _stack.Add(new List<object?>()); break;
            case PickleOperation.APPEND: Append(Pop(1)); break;
            case PickleOperation.APPENDS: Append(PopToMark()); break;
            case PickleOperation.EMPTY_DICT: _stack.Add(new PickleDictionary()); break;
            case PickleOperation.SETITEM: SetItems(Pop(2)); break;
            case PickleOperation.SETITEMS: SetItems(PopToMark()); break;

            case PickleOperation.BINPUT: _memo[Byte()] = Peek(); break;
            case PickleOperation.LONG_BINPUT: _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case PickleOperation.MEMOIZE: _memo[(uint)_memo.Count] = Peek(); break;
            case PickleOperation.BINGET: PushMemo(Byte()); break;
            case PickleOperation.LONG_BINGET: PushMemo(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;

            case PickleOperation.GLOBAL: _stack.Add(Global(Line(), Line())); break;
            case PickleOperation.STACK_GLOBAL: _stack.Add(Pop(2) is [string module, string name] ? Global(module, name) : throw Malformed("expected a name of two texts, found something else")); break;
            case PickleOperation.REDUCE: _stack.Add(Pop(2) is [PickleGlobal function, object?[] arguments] ? Call(function, arguments) : throw Malformed("expected a name and its arguments, found something else")); break;
            case PickleOperation.BINPERSID: _stack.Add(new PickleReference(Pop())); break;

            // Sets the state of an object: for NumPy's arrays, their contents. The state of other objects is not used.
            case PickleOperation.BUILD: Build(Pop()); break;

            default:
                throw Malformed($"expected a pickle of {content}, found the operation {(Enum.IsDefined(operation) ? operation : $"0x{(byte)operation:x2}")} at byte {Position - 1:N0}: {content} do not need it, so it was refused; nothing was executed");
        }
    }

    PickleGlobal Global(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return global.ToString() == OrderedDictionary || allowed.Contains(global.ToString())
            ? global
            : throw Malformed($"expected a pickle of {content}, found the name '{Abbreviated(global.ToString())}': {content} do not need it, so it was refused; nothing was executed");
    }

    object Call(PickleGlobal function, object?[] arguments)
    {
        if (function.ToString() != OrderedDictionary) return new PickleCall(function, arguments);
        return arguments.Length == 0 ? new PickleDictionary() : throw Malformed("expected an empty dictionary to be filled, found one with contents");
    }

    void Append(object?[] items)
    {
        if (Peek() is not List<object?> list) throw Malformed("expected a list to append to, found something else");
        list.AddRange(items);
    }

    void SetItems(object?[] keysAndValues)
    {
        if (Peek() is not PickleDictionary dictionary || keysAndValues.Length % 2 != 0) throw Malformed("expected a dictionary, its keys and values, found something else");
        for (var i = 0; i < keysAndValues.Length; i += 2) dictionary.Entries.Add((keysAndValues[i], keysAndValues[i + 1]));
    }

    void Build(object? state)
    {
        if (Peek() is PickleCall call) call.State = state;
    }

    void PushMemo(uint index) => _stack.Add(_memo.TryGetValue(index, out var value) ? value : throw Malformed($"expected value {index} to have been noted, found that it was not"));

    object? Peek() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw Malformed("expected a value, found none");

    object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    object?[] Pop(int count)
    {
        var values = new object?[count];
        while (count > 0) values[--count] = Pop();
        return values;
    }

    object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw Malformed("expected a mark, found none");
        var values = _stack.GetRange(mark + 1, _stack.Count - mark - 1).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    byte Byte() => Take(1)[0];

    ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position)) throw Malformed($"expected {count:N0} more bytes at byte {Position:N0} of the pickle, found {bytes.Length - Position:N0}");
        var taken = bytes.Span.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    string Line()
    {
        var end = bytes.Span[Position..].IndexOf((byte)'\n');
        if (end < 0) throw Malformed("expected a name on a line of its own, found the end");
        var line = Text(Take((uint)end));
        Byte();
        return line;
    }

    string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException malformed)
        {
            throw Malformed($"expected a text before byte {Position:N0} of the pickle, found bytes that are not UTF-8", malformed);
        }
    }

    static object Integer(ReadOnlySpan<byte> twosComplement)
    {
        var value = new BigInteger(twosComplement);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    static string Abbreviated(string text) => text.Length <= 80 ? text : text[..80] + "…";

    FileFormatException Malformed(string problem, Exception? cause = null) => new(path, problem, cause);
}
