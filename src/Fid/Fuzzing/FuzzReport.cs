namespace SparseGen.Fid.Fuzzing;

/// <summary>The results of reading damaged files.</summary>
public sealed class FuzzReport
{
    readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    readonly List<string> _failures = [];

    /// <summary>The counts of each format.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    /// <summary>Descriptions of the failures, each with the path of its file.</summary>
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

    /// <summary>Counts of the damaged files of one format.</summary>
    /// <param name="Valid">number of files that were read without error, since only values were changed</param>
    /// <param name="Refused">number of files that were refused with a <see cref="FileFormatException"/></param>
    /// <param name="LargestAllocation">largest number of bytes allocated while reading one file</param>
    /// <param name="LargestFile">size in bytes of the largest file</param>
    public readonly record struct Tally(int Valid, int Refused, long LargestAllocation, long LargestFile);
}
