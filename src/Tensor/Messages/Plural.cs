using System.Globalization;

namespace SparseGen;

/// <summary>Formats counts and lists of names for messages.</summary>
public static class Plural
{
    const int NamesShown = 5;

    /// <summary>"1 image", "2,048 images".</summary>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>The first of many names: "a, b, c, d, e and 91 more".</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        var shown = string.Join(", ", names.Take(NamesShown));
        return names.Count <= NamesShown ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {names.Count - NamesShown:N0} more");
    }
}
