using System.Diagnostics;

namespace SparseGen.Training;

/// <summary>Says when a hook of a <see cref="Trainer"/> is due.</summary>
public static class Hooks
{
    /// <summary>When exactly so many updates have been made.</summary>
    public static Action<Trainer> At(Step step, Action<Trainer> hook) => trainer =>
    {
        if (trainer.Step == step) hook(trainer);
    };

    /// <summary>After each so many updates.</summary>
    public static Action<Trainer> Every(int interval, Action<Trainer> hook) => trainer =>
    {
        if (trainer.Step.IsEvery(interval)) hook(trainer);
    };

    /// <summary>After the first step at which so much time has passed.</summary>
    public static Action<Trainer> Every(TimeSpan interval, Action<Trainer> hook)
    {
        var last = Stopwatch.GetTimestamp();
        return trainer =>
        {
            if (Stopwatch.GetElapsedTime(last) < interval) return;
            hook(trainer);
            last = Stopwatch.GetTimestamp();
        };
    }
}
