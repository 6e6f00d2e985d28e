namespace SparseGen;

/// <summary>
/// Takes arrays from a file, by name and shape. Arrays that are missing, not finite or left over at the end are errors that
/// name them.
/// </summary>
/// <param name="isIgnorable">whether an array may be left over</param>
public sealed class StrictImport(ArrayFile file, Func<string, bool> isIgnorable)
{
    readonly HashSet<string> _taken = [];

    /// <summary>Whether the file has an array of that name.</summary>
    public bool Has(string name) => file.Arrays.ContainsKey(name);

    /// <summary>The array of that name and shape.</summary>
    /// <exception cref="FileFormatException">There is none, it has another shape, or not all of its numbers are finite in Float32.</exception>
    public NDArray Take(string name, in Shape shape)
    {
        var array = file.Get(name, shape);
        var wrong = NotFinite(array);
        if (wrong > 0) throw new FileFormatException(file.Path, $"expected '{name}' to hold finite numbers, found {wrong:N0} of {array.Count:N0} that are NaN or infinite");
        _taken.Add(name);
        return array;
    }

    /// <summary>Ends the import.</summary>
    /// <param name="what">the network that was filled, for error messages: "a resnet20"</param>
    /// <exception cref="FileFormatException">Arrays are left over that are not ignorable.</exception>
    public void End(string what)
    {
        var left = file.Arrays.Keys.Where(name => !_taken.Contains(name) && !isIgnorable(name)).ToArray();
        if (left.Length > 0) throw new FileFormatException(file.Path, $"expected the arrays of {what} and no others, found {Plural.Of(left.Length, "array")} without a place in it: {Plural.Names(left)}");
    }

    static long NotFinite(NDArray array) => array.DType switch
    {
        DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16 or DType.Float8E4M3 or DType.Float8E5M2 => array.ToSingle().LongCount(value => !float.IsFinite(value)),
        _ => 0,
    };
}
