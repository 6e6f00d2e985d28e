using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>
/// Options as text: one "name=value" a line, names in lower-case-with-dashes and sorted, numbers in the invariant culture.
/// Equal options have equal text on every machine; its hash is part of the name of a run.
/// </summary>
public static class CanonicalText
{
    /// <summary>The options that differ from those of <c>new T()</c>. An option that is added later with a default does not change the text.</summary>
    public static string Of<T>(T options) where T : class, new()
    {
        var defaults = All(new T());
        var text = new StringBuilder();
        foreach (var (name, value) in All(options))
            if (defaults[name] != value) text.Append(name).Append('=').Append(value).Append('\n');
        return text.ToString();
    }

    /// <summary>Every option, the defaults included, sorted by name.</summary>
    public static SortedDictionary<string, string> All(object options)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanWrite) lines.Add(Name(property.Name), Value(property.GetValue(options)));
        return lines;
    }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the text in UTF-8.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>"LearningRate" becomes "learning-rate".</summary>
    public static string Name(string property)
    {
        var name = new StringBuilder();
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }

    static string Value(object? value) => value switch
    {
        null => "none",
        string text => JsonSerializer.Serialize(text),
        bool flag => flag ? "true" : "false",
        Enum option => Name(option.ToString()),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int or long or ulong or Step => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        IEnumerable list => $"[{string.Join(",", list.Cast<object>().Select(Value))}]",
        _ => throw new NotSupportedException($"Options of type {value.GetType().Name} have no canonical text."),
    };
}
