namespace SparseGen;

/// <summary>Suggestions for mistyped names in error messages.</summary>
public static class Suggestion
{
    /// <summary>A name is suggested if it differs by at most one edit per this number of letters.</summary>
    const int LettersPerEdit = 3;

    /// <summary>" Did you mean 'run'?", with its leading space; empty if no name is similar.</summary>
    /// <param name="word">what was typed</param>
    /// <param name="names">the valid names</param>
    public static string For(string word, IEnumerable<string> names)
    {
        if (word.Length == 0) return "";
        var (nearest, distance) = names.Select(name => (name, Distance(word, name))).OrderBy(pair => pair.Item2).ThenBy(pair => pair.name, StringComparer.Ordinal).FirstOrDefault(("", int.MaxValue));
        var isNear = distance <= Math.Max(1, word.Length / LettersPerEdit) || (word.Length > 2 && nearest.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return isNear ? $" Did you mean '{nearest}'?" : "";
    }

    /// <summary>
    /// The number of letters that are changed, inserted, removed or exchanged with their neighbour (Damerau 1964). A name that
    /// begins with the whole word has distance one.
    /// </summary>
    static int Distance(string word, string name)
    {
        if (word.Length > 2 && name.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return 1;
        var (a, b) = (word.ToLowerInvariant(), name.ToLowerInvariant());
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        return table[a.Length, b.Length];
    }
}
