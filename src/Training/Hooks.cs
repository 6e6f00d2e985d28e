using System.Diagnostics;

namespace SparseGen.Training;

/// <summary>Conditions on the steps after which a hook of a <see cref="Trainer"/> is called.</summary>
public static class Hooks
{
    /// <summary>After exactly <paramref name="step"/> updates.</summary>
    public static Action<Trainer> At(Step step, Action<Trainer> hook) => trainer =>
    {
        if (trainer.Step == step) hook(trainer);
    };

    /// <summary>After every multiple of <paramref name="interval"/> updates.</summary>
    public static Action<Trainer> Every(int interval, Action<Trainer> hook) => trainer =>
    {
        if (trainer.Step.IsEvery(interval)) hook(trainer);
    };

    /// <summary>After the first step at which <paramref name="interval"/> has passed since the last call.</summary>
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
