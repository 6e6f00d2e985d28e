using System.Diagnostics;

namespace SparseGen.Bench.Quick;

/// <summary>Times of one action, in seconds.</summary>
readonly record struct Timing(double Median, double Least)
{
    /// <summary>Runs an action until it is warm and then for a while: at least <paramref name="least"/> times and <paramref name="seconds"/> seconds.</summary>
    public static Timing Of(Action action, double seconds = 0.3, int least = 7)
    {
        WarmUp(action);
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (times.Count < least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds) times.Add(Once(action));
        return Of(times);
    }

    /// <summary>Runs several actions in turn, so that a drift of the machine's speed meets all of them alike.</summary>
    public static Timing[] Alternate(IReadOnlyList<Action> actions, double seconds = 0.5, int least = 7)
    {
        foreach (var action in actions) WarmUp(action);
        var times = actions.Select(_ => new List<double>()).ToArray();
        var start = Stopwatch.GetTimestamp();
        while (times[0].Count < least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds * actions.Count)
            for (var i = 0; i < actions.Count; i++) times[i].Add(Once(actions[i]));
        return [.. times.Select(Of)];
    }

    static Timing Of(List<double> times)
    {
        times.Sort();
        return new Timing(times[times.Count / 2], times[0]);
    }

    static void WarmUp(Action action)
    {
        for (var i = 0; i < 3; i++) action();
    }

    static double Once(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
