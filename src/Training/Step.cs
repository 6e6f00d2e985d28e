using System.Globalization;

namespace SparseGen.Training;

/// <summary>A point of a training: the number of updates made. Step 0 is the initialisation.</summary>
/// <param name="Index">at least 0</param>
public readonly record struct Step(int Index) : IComparable<Step>
{
    public int Index { get; } = Index >= 0
        ? Index
        : throw new ArgumentOutOfRangeException(nameof(Index), Index, "A step is at least 0.");

    public Step Next => new(Index + 1);

    /// <summary>Whether this is a multiple of the interval, 0 excepted.</summary>
    public bool IsEvery(int interval) => Index > 0 && interval > 0 && Index % interval == 0;

    /// <summary>Reads "500", "500it", "120ep" or "120ep50it".</summary>
    /// <param name="text">a number of steps, or epochs and steps</param>
    /// <param name="stepsPerEpoch">number of steps of an epoch</param>
    /// <exception cref="FormatException">The text has none of these forms.</exception>
    public static Step Parse(string text, int stepsPerEpoch)
    {
        var rest = text.AsSpan();
        long steps = 0;
        var epochs = rest.IndexOf("ep", StringComparison.Ordinal);
        if (epochs >= 0)
        {
            steps = Number(text, rest[..epochs]) * stepsPerEpoch;
            rest = rest[(epochs + 2)..];
        }
        if (rest.EndsWith("it", StringComparison.Ordinal)) steps += Number(text, rest[..^2]);
        else if (epochs < 0) steps = Number(text, rest);
        else if (rest.Length > 0) throw Unreadable(text);
        return steps <= int.MaxValue ? new Step((int)steps) : throw Unreadable(text);
    }

    public int CompareTo(Step other) => Index.CompareTo(other.Index);

    public static bool operator <(Step a, Step b) => a.Index < b.Index;

    public static bool operator >(Step a, Step b) => a.Index > b.Index;

    public static bool operator <=(Step a, Step b) => a.Index <= b.Index;

    public static bool operator >=(Step a, Step b) => a.Index >= b.Index;

    public static implicit operator Step(int index) => new(index);

    public override string ToString() => Index.ToString(CultureInfo.InvariantCulture);

    static long Number(string text, ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(text);

    static FormatException Unreadable(string text) =>
        new($"'{text}' is not a step: expected a number of steps (500), of epochs (120ep) or both (120ep50it).");
}
