namespace SparseGen.Experiments.Report;

/// <summary>The rounds of a pair of curves whose tickets match the unpruned network.</summary>
/// <param name="UpTo">every round from the first to this one matches; null if the first does not</param>
/// <param name="Again">matching rounds after the first round that does not match or is not known</param>
readonly record struct MatchingRounds(int? UpTo, IReadOnlyList<int> Again)
{
    /// <param name="rounds">those that match, in ascending order from 1</param>
    public static MatchingRounds Of(IEnumerable<int> rounds)
    {
        var all = rounds.ToArray();
        var first = 0;
        while (first < all.Length && all[first] == first + 1) first++;
        return new(first > 0 ? first : null, all[first..]);
    }

    /// <summary>"up to a sparsity of 36.0 % (round 2), again at 62.4 % (round 10)"; null if no round matches.</summary>
    /// <param name="sparsity">the sparsity of a round</param>
    public string? Words(Func<int, double> sparsity)
    {
        var again = Again.Count > 0 ? $"at {string.Join(", ", Again.Select(round => Html.Percent(sparsity(round))))} ({(Again.Count > 1 ? "rounds" : "round")} {RoundRanges.Words(Again)})" : null;
        var upTo = UpTo is { } last ? $"up to a sparsity of {Html.Percent(sparsity(last))} (round {last})" : null;
        return (upTo, again) switch
        {
            (null, null) => null,
            (null, _) => $"only {again}",
            (_, null) => upTo,
            _ => $"{upTo}, again {again}",
        };
    }
}
