namespace SparseGen;

/// <summary>A tensor as PyTorch pickles it: a view of a storage that is stored elsewhere.</summary>
/// <param name="Name">"fc.weight"</param>
/// <param name="Type">the format of the elements</param>
/// <param name="Storage">the key of the storage</param>
/// <param name="StorageCount">number of elements of the storage</param>
/// <param name="Offset">index in the storage of the first element</param>
/// <param name="Strides">in elements, one per dimension</param>
sealed record TorchTensor(string Name, DType Type, string Storage, long StorageCount, long Offset, Shape Shape, long[] Strides)
{
    const string Rebuild = "torch._utils._rebuild_tensor_v2", RebuildParameter = "torch._utils._rebuild_parameter";

    const string RebuildUntyped = "torch._utils._rebuild_tensor_v3";

    static readonly Dictionary<string, DType> Storages = new()
    {
        ["torch.FloatStorage"] = DType.Float32,
        ["torch.DoubleStorage"] = DType.Float64,
        ["torch.HalfStorage"] = DType.Float16,
        ["torch.BFloat16Storage"] = DType.BFloat16,
        ["torch.ByteStorage"] = DType.UInt8,
        ["torch.BoolStorage"] = DType.UInt8,
        ["torch.IntStorage"] = DType.Int32,
        ["torch.LongStorage"] = DType.Int64,
    };

    /// <summary>
    /// Formats that state dicts can have and that are not supported. Their names are accepted, so that the error message can
    /// name the tensor.
    /// </summary>
    static readonly string[] UnsupportedFormats =
    [
        "torch.CharStorage", "torch.ShortStorage", "torch.ComplexFloatStorage", "torch.ComplexDoubleStorage", "torch.QInt8Storage", "torch.QUInt8Storage", "torch.QInt32Storage", "torch.QUInt4x2Storage", "torch.QUInt2x4Storage",
        "torch.float8_e4m3fn", "torch.float8_e5m2", "torch.float8_e4m3fnuz", "torch.float8_e5m2fnuz", "torch.float8_e8m0fnu", "torch.float4_e2m1fn_x2", "torch.complex32",
        "torch.uint16", "torch.uint32", "torch.uint64", "torch.bits8", "torch.bits16", "torch.bits1x8", "torch.bits2x4", "torch.bits4x2",
        .. Enumerable.Range(1, 7).SelectMany(bits => new[] { $"torch.int{bits}", $"torch.uint{bits}" }),
    ];

    /// <summary>Constructors of tensors that are not supported: quantized, sparse, and those of the formats above.</summary>
    static readonly string[] UnsupportedRebuilds = [RebuildUntyped, "torch._utils._rebuild_qtensor", "torch._utils._rebuild_sparse_tensor"];

    /// <summary>What checkpoints contain besides tensors: numbers, sizes and devices. They are ignored.</summary>
    static readonly string[] IgnoredNames =
    [
        "torch.Size", "torch.device", "torch.storage.UntypedStorage", "torch.per_tensor_affine", "torch.per_channel_affine", "torch.sparse_coo",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", NumpyPickle.DataType, NumpyPickle.Encode,
    ];

    /// <summary>The names to which a state dict may refer.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>([.. Storages.Keys, .. UnsupportedFormats, .. UnsupportedRebuilds, .. IgnoredNames, Rebuild, RebuildParameter]);

    /// <summary>Bytes per element of the storage.</summary>
    public int ElementBytes => Type.Size();

    static string Readable => $"expected numbers of {string.Join(", ", Storages.Keys)}";

    public long StorageBytes => StorageCount * ElementBytes;

    /// <summary>Whether a value of a state dict is a tensor or a parameter.</summary>
    public static bool Is(object? value) => value is PickleCall { Function: var function } && function.ToString() is var name && (name is Rebuild or RebuildParameter || UnsupportedRebuilds.Contains(name));

    /// <exception cref="FormatException">The arguments of the call are not those of PyTorch, the format is not supported, or the tensor extends past its storage.</exception>
    public static TorchTensor Parse(string name, object? value)
    {
        if (value is PickleCall { Function: var function, Arguments: [var inner, ..] } && function.ToString() == RebuildParameter) return Parse(name, inner);
        if (value is PickleCall { Function: var rebuild } unsupported && UnsupportedRebuilds.Contains(rebuild.ToString())) throw new FormatException($"{Readable}, found {FormatOf(unsupported)}");
        if (value is not PickleCall { Arguments: [PickleReference { Id: object?[] id }, long offset, object?[] sizes, object?[] strides, ..] }
            || id is not ["storage", PickleGlobal storage, string key, string, long count, ..]
            || sizes.Length != strides.Length || sizes.Length > Shape.MaxRank)
            throw new FormatException("expected a storage, an offset, sizes and strides, found something else");
        if (!Storages.TryGetValue(storage.ToString(), out var type)) throw new FormatException($"{Readable}, found {storage}");
        if (count < 0 || count > Array.MaxLength / type.Size()) throw new FormatException($"expected a storage that can be, found one of {count:N0} elements");
        var (shape, steps) = (new int[sizes.Length], new long[sizes.Length]);
        var (elements, last) = (1L, offset);
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] is not (long size and >= 0 and <= int.MaxValue) || strides[i] is not (long stride and >= 0 and <= int.MaxValue))
                throw new FormatException("expected sizes and strides that can be, found something else");
            (shape[i], steps[i]) = ((int)size, stride);
            elements = size == 0 || elements <= count / size ? elements * size : long.MaxValue;
            if (elements > count) break;
            last += Math.Max(0, size - 1) * stride;
        }
        if (elements > count || offset < 0 || elements > 0 && last >= count)
            throw new FormatException($"expected a tensor within its storage of {count:N0} elements, found one that is larger or reaches beyond it");
        return new TorchTensor(name, type, key, count, offset, new Shape(shape), steps);
    }

    /// <param name="elements">the result of <see cref="Extract"/>, little-endian</param>
    public NDArray ToArray(byte[] elements) => new(Shape, Type, elements);

    /// <param name="storage">the whole storage, little-endian</param>
    /// <returns>the elements in C order</returns>
    public byte[] Extract(ReadOnlySpan<byte> storage)
    {
        var size = ElementBytes;
        var elements = new byte[Shape.Count * size];
        Span<int> index = stackalloc int[Shape.Rank];
        index.Clear();
        for (var at = 0; at < elements.Length; at += size)
        {
            var from = Offset;
            for (var i = 0; i < index.Length; i++) from += index[i] * Strides[i];
            storage.Slice((int)(from * size), size).CopyTo(elements.AsSpan(at));
            for (var i = index.Length - 1; i >= 0 && ++index[i] == Shape[i]; i--) index[i] = 0;
        }
        return elements;
    }

    /// <summary>The format of an unsupported tensor, or else its constructor.</summary>
    static string FormatOf(PickleCall tensor) => (tensor.Arguments.OfType<PickleGlobal>().FirstOrDefault(name => UnsupportedFormats.Contains(name.ToString())) ?? tensor.Function).ToString();
}
