using SparseGen.Kernels;

namespace SparseGen.Pruning;

/// <summary>The mask of one parameter: which of its weights survive. Immutable.</summary>
public sealed class LayerMask
{
    readonly byte[] _bytes;
    Pattern? _pattern;

    /// <param name="path">the path of the parameter: "encoder.0.weight"</param>
    /// <param name="shape">the shape of the dense parameter</param>
    /// <param name="bytes">one for each weight in C order, 0 = pruned; they are copied</param>
    /// <exception cref="ArgumentException">The number of bytes is not that of the shape.</exception>
    public LayerMask(string path, in Shape shape, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != shape.Count)
            throw new ArgumentException($"A mask of {bytes.Length} entries does not fit {path} {shape}.");
        Path = path;
        Shape = shape;
        _bytes = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) _bytes[i] = bytes[i] != 0 ? (byte)1 : (byte)0;
        Survivors = _bytes.Length - _bytes.AsSpan().Count((byte)0);
    }

    public string Path { get; }

    public Shape Shape { get; }

    /// <summary>The number of weights of the dense parameter.</summary>
    public int Total => _bytes.Length;

    /// <summary>The number of weights that survive.</summary>
    public int Survivors { get; }

    /// <summary>The fraction of the weights that survive.</summary>
    public double Density => Total == 0 ? 1 : (double)Survivors / Total;

    /// <summary>One byte for each weight in C order: 1 = survives, 0 = pruned.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The pattern for kernels. It is always the same object, so that a kernel that a device has compiled for it is reused.</summary>
    public Pattern Pattern => _pattern ??= new Pattern(Shape, _bytes);

    /// <summary>Whether the weight at an index in C order survives.</summary>
    public bool Keeps(int index) => _bytes[index] != 0;
}
