using System.Text.RegularExpressions;

namespace SparseGen;

/// <summary>The header of an .npy array, written by NumPy as a Python dictionary.</summary>
readonly partial record struct NpyHeader(DType Type, bool BigEndian, bool FortranOrder, Shape Shape)
{
    /// <exception cref="FormatException">The text is not such a dictionary, or has a type or rank that is not supported. The message is a clause to follow "file: ".</exception>
    public static NpyHeader Parse(string text)
    {
        var descr = DescrPattern().Match(text);
        var order = OrderPattern().Match(text);
        var shape = ShapePattern().Match(text);
        if (!descr.Success || !order.Success || !shape.Success)
            throw new FormatException($"expected a header with one descr, fortran_order and shape, found {Abbreviated(text)}");
        var name = descr.Groups[1].Value;
        DType? type = name.Length < 2 ? null : name[1..] switch
        {
            "f8" => DType.Float64,
            "f4" => DType.Float32,
            "f2" => DType.Float16,
            "u1" or "b1" => DType.UInt8,
            "i4" => DType.Int32,
            "i8" => DType.Int64,
            _ => null,
        };
        if (type is null || name[0] is not ('<' or '>' or '|' or '='))
            throw new FormatException($"expected the type f8, f4, f2, i8, i4, u1 or b1 with its byte order, found '{name}'");
        return new(type.Value, name[0] == '>', order.Groups[1].Value == "True", ParseShape(shape.Groups[1].Value, type.Value));
    }

    /// <summary>The text that NumPy writes.</summary>
    public override string ToString() =>
        $"{{'descr': '{Descr}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': ({string.Join(", ", Shape.ToArray())}{(Shape.Rank == 1 ? "," : "")}), }}";

    string Descr => (Type.Size() == 1 ? '|' : BigEndian ? '>' : '<') + Type switch
    {
        DType.Float64 => "f8",
        DType.Float32 => "f4",
        DType.Float16 => "f2",
        DType.UInt8 => "u1",
        DType.Int32 => "i4",
        DType.Int64 => "i8",
        _ => throw new NotSupportedException($"NumPy has no name for {Type}."),
    };

    static Shape ParseShape(string text, DType type)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts[^1].Length == 0) parts = parts[..^1];
        if (parts.Length > Shape.MaxRank) throw new FormatException($"expected at most {Shape.MaxRank} dimensions, found {parts.Length}");
        var sizes = new int[parts.Length];
        long bytes = type.Size();
        for (var i = 0; i < sizes.Length; i++)
        {
            // Python 2 writes long integers with a suffix: 3L.
            if (!int.TryParse(parts[i].TrimEnd('L'), out sizes[i]) || sizes[i] < 0 || sizes[i] != 0 && bytes > Array.MaxLength / sizes[i])
                throw new FormatException($"expected a shape of at most {Array.MaxLength:N0} bytes of {type}, found ({Abbreviated(text)})");
            bytes *= sizes[i];
        }
        return new Shape(sizes);
    }

    static string Abbreviated(string text)
    {
        const int Shown = 120;
        text = text.TrimEnd();
        return text.Length <= Shown ? text : text[..Shown] + "…";
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^()]*)\)""")]
    private static partial Regex ShapePattern();
}
