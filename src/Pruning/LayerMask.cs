using SparseGen.Kernels;

namespace SparseGen.Pruning;

/// <summary>Which entries of one weight survive.</summary>
public sealed class LayerMask
{
    readonly byte[] _bytes;
    Pattern? _pattern;

    /// <param name="path">of the parameter: "encoder.0.weight"</param>
    /// <param name="shape">of the dense weight</param>
    /// <param name="bytes">One an entry in C order, 0 = pruned; copied.</param>
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

    /// <summary>The number of weights when dense.</summary>
    public int Total => _bytes.Length;

    public int Survivors { get; }

    /// <summary>The fraction that survives.</summary>
    public double Density => Total == 0 ? 1 : (double)Survivors / Total;

    /// <summary>One byte an entry in C order: 1 = survives, 0 = pruned.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>As kernels take it. One for the life of this mask, so that what a device compiles from it is kept as long.</summary>
    public Pattern Pattern => _pattern ??= new Pattern(Shape, _bytes);

    public bool Keeps(int index) => _bytes[index] != 0;
}
