using System.Globalization;

namespace SparseGen;

/// <summary>Formats durations for messages.</summary>
public static class Durations
{
    /// <summary>"about 40 s", "about 3 min", "about 2.5 h", "about 3.1 days"</summary>
    public static string About(double seconds) => $"about {Of(seconds)}";

    /// <summary>"40 s", "3 min", "2.5 h", "3.1 days"</summary>
    public static string Of(double seconds)
    {
        FormattableString words = seconds switch
        {
            < 90 => $"{seconds:F0} s",
            < 90 * 60 => $"{seconds / 60:F0} min",
            < 48 * 3600 => $"{seconds / 3600:F1} h",
            _ => $"{seconds / 86400:F1} days",
        };
        return words.ToString(CultureInfo.InvariantCulture);
    }
}
