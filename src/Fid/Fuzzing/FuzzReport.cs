namespace SparseGen.Fid.Fuzzing;

/// <summary>What came of damaged files.</summary>
public sealed class FuzzReport
{
    readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    readonly List<string> _failures = [];

    /// <summary>By format.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    /// <summary>What was read wrongly, each with its file.</summary>
    public IReadOnlyList<string> Failures => _failures;

    internal void Add(string target, bool refused, long bytes, long allocated)
    {
        var tally = _tallies.GetValueOrDefault(target);
        _tallies[target] = new Tally(
            tally.Valid + (refused ? 0 : 1), tally.Refused + (refused ? 1 : 0),
            Math.Max(tally.LargestAllocation, allocated), Math.Max(tally.LargestFile, bytes));
    }

    internal void Fail(string failure)
    {
        lock (_failures) _failures.Add(failure);
    }

    /// <summary>The damaged files of one format.</summary>
    /// <param name="Valid">read all the same: the damage hit values</param>
    /// <param name="Refused">refused with a clear error</param>
    /// <param name="LargestAllocation">bytes allocated while one was read</param>
    /// <param name="LargestFile">bytes</param>
    public readonly record struct Tally(int Valid, int Refused, long LargestAllocation, long LargestFile);
}
