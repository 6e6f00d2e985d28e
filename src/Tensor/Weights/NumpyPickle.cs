using System.Text;

namespace SparseGen;

/// <summary>
/// Arrays of bytes as NumPy pickles them. Protocols 2 to 4: _reconstruct(ndarray, (0,), b'b'), whose state is (version, shape,
/// dtype, whether in Fortran order, bytes). Protocol 5: _frombuffer(bytes, dtype, shape, order). The type is dtype('u1', …),
/// and bytes in protocol 2 of Python 3 are _codecs.encode(text, 'latin1').
/// </summary>
static class NumpyPickle
{
    internal const string DataType = "numpy.dtype", Encode = "_codecs.encode";

    static readonly string[] Reconstruct = ["numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"];
    static readonly string[] FromBuffer = ["numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"];

    /// <summary>The names to which pickles of such arrays refer.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>([.. Reconstruct, .. FromBuffer, "numpy.ndarray", DataType, Encode]);

    /// <summary>Reads an array of unsigned bytes.</summary>
    /// <param name="value">the result of <see cref="PickleReader"/></param>
    /// <param name="shape">the expected shape</param>
    /// <exception cref="FormatException">The value is no such array, or has another type, order or shape.</exception>
    public static byte[] ReadBytes(object? value, Shape shape)
    {
        var (sizes, type, isFortran, content) = value switch
        {
            PickleCall { Function: var function, State: object?[] and [_, object?[] a, var b, bool c, var d] } when Reconstruct.Contains(function.ToString()) => (a, b, c, d),
            PickleCall { Function: var function, Arguments: [var d, var b, object?[] a, string order] } when FromBuffer.Contains(function.ToString()) => (a, b, order == "F", d),
            _ => throw new FormatException("expected an array of NumPy, found something else"),
        };
        if (type is not PickleCall { Arguments: [string name, ..] } call || call.Function.ToString() != DataType) throw new FormatException("expected an array with a type, found none");
        if (name is not ("u1" or "|u1")) throw new FormatException($"expected unsigned bytes (u1), found the type '{name}'");
        if (!sizes.SequenceEqual(shape.ToArray().Select(size => (object?)(long)size))) throw new FormatException($"expected an array of the shape {shape}, found ({string.Join(", ", sizes.Take(Shape.MaxRank))})");
        if (isFortran) throw new FormatException("expected the images one after another (C order), found Fortran order");
        var bytes = BytesOf(content);
        return bytes.Length == shape.Count ? bytes : throw new FormatException($"expected {shape.Count:N0} bytes, found {bytes.Length:N0}");
    }

    static byte[] BytesOf(object? content) => content switch
    {
        string bytes => Encoding.Latin1.GetBytes(bytes),
        PickleCall { Arguments: [string text, "latin1"], Function: var function } when function.ToString() == Encode => Encoding.Latin1.GetBytes(text),
        _ => throw new FormatException("expected the bytes of an array, found something else"),
    };
}
