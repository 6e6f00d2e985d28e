namespace SparseGen.Experiments.Report;

static class RoundRanges
{
    /// <summary>"3–8, 11"</summary>
    /// <param name="rounds">in ascending order</param>
    public static string Words(IReadOnlyList<int> rounds)
    {
        var words = new List<string>();
        for (var i = 0; i < rounds.Count;)
        {
            var end = i;
            while (end + 1 < rounds.Count && rounds[end + 1] == rounds[end] + 1) end++;
            words.Add(i == end ? $"{rounds[i]}" : $"{rounds[i]}–{rounds[end]}");
            i = end + 1;
        }
        return string.Join(", ", words);
    }
}
