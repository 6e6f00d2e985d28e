using System.Globalization;

namespace SparseGen.Training;

/// <summary>
/// The means of a model's losses over the last tenth of a training, since the loss of a single batch is noisy. Sums are part of
/// the checkpoints.
/// </summary>
/// <param name="steps">number of steps of the whole training</param>
public sealed class LateLosses(Step steps) : ITrainingHook
{
    const int Part = 10;

    const string Prefix = "late.";

    readonly SortedDictionary<string, double> _sums = new(StringComparer.Ordinal);

    int Count => Math.Max(1, steps.Index / Part);

    /// <summary>Each loss by its name, at the end of the training.</summary>
    public IEnumerable<(string Name, double Mean)> Means => _sums.Select(sum => (sum.Key, sum.Value / Count));

    public void Stepped(Trainer trainer)
    {
        if (trainer.Step.Index <= steps.Index - Count) return;
        foreach (var name in trainer.Losses.Names) _sums[name] = _sums.GetValueOrDefault(name) + trainer.Losses[name];
    }

    /// <summary>The sums so far.</summary>
    public IEnumerable<KeyValuePair<string, string>> Notes => _sums.Select(sum => KeyValuePair.Create(Prefix + sum.Key, sum.Value.ToString("R", CultureInfo.InvariantCulture)));

    public void Resume(IReadOnlyDictionary<string, string> notes)
    {
        foreach (var (key, value) in notes)
            if (key.StartsWith(Prefix, StringComparison.Ordinal)) _sums[key[Prefix.Length..]] = double.Parse(value, CultureInfo.InvariantCulture);
    }
}
