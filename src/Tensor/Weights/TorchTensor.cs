namespace SparseGen;

/// <summary>A tensor as PyTorch pickles it: a window of a storage that lies elsewhere.</summary>
/// <param name="Name">"fc.weight"</param>
/// <param name="Type">of an element</param>
/// <param name="Storage">the key of the storage</param>
/// <param name="StorageCount">elements of the storage</param>
/// <param name="Offset">of the first element in the storage</param>
/// <param name="Shape">the sizes</param>
/// <param name="Strides">in elements, one a size</param>
sealed record TorchTensor(string Name, DType Type, string Storage, long StorageCount, long Offset, Shape Shape, long[] Strides)
{
    const string Rebuild = "torch._utils._rebuild_tensor_v2", RebuildParameter = "torch._utils._rebuild_parameter";

    static readonly Dictionary<string, DType> Storages = new()
    {
        ["torch.FloatStorage"] = DType.Float32,
        ["torch.DoubleStorage"] = DType.Float64,
        ["torch.HalfStorage"] = DType.Float16,
        ["torch.ByteStorage"] = DType.UInt8,
        ["torch.BoolStorage"] = DType.UInt8,
        ["torch.IntStorage"] = DType.Int32,
        ["torch.LongStorage"] = DType.Int64,
    };

    /// <summary>The names that a state dict refers to.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>([.. Storages.Keys, Rebuild, RebuildParameter]);

    public long StorageBytes => StorageCount * Type.Size();

    /// <summary>Whether a value of a state dict is a tensor or a parameter.</summary>
    public static bool Is(object? value) => value is PickleCall { Function: var function } && function.ToString() is Rebuild or RebuildParameter;

    /// <exception cref="FormatException">The call has other arguments than PyTorch's, or leaves its storage.</exception>
    public static TorchTensor Parse(string name, object? value)
    {
        if (value is PickleCall { Function: var function, Arguments: [var inner, ..] } && function.ToString() == RebuildParameter) return Parse(name, inner);
        if (value is not PickleCall { Arguments: [PickleReference { Id: object?[] id }, long offset, object?[] sizes, object?[] strides, ..] }
            || id is not ["storage", PickleGlobal storage, string key, string, long count, ..]
            || sizes.Length != strides.Length || sizes.Length > Shape.MaxRank)
            throw new FormatException("expected a storage, an offset, sizes and strides, found something else");
        if (!Storages.TryGetValue(storage.ToString(), out var type)) throw new FormatException($"expected a storage of {string.Join(", ", Storages.Keys)}, found '{storage}'");
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

    /// <param name="storage">the whole storage, little-endian</param>
    /// <returns>the elements in C order</returns>
    public byte[] Extract(ReadOnlySpan<byte> storage)
    {
        var size = Type.Size();
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
}
