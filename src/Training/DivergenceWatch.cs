using System.Globalization;

namespace SparseGen.Training;

/// <summary>
/// Ends a training that has diverged: a loss is not finite, or has been exactly 0 for many steps, as when a discriminator's
/// logits are so large that its gradient vanishes.
/// </summary>
public sealed class DivergenceWatch : ITrainingHook
{
    /// <summary>Steps in a row at which a loss is exactly 0; a single 0 may be due to rounding.</summary>
    public const int MostZeros = 50;

    const string Prefix = "zeros.";

    readonly SortedDictionary<string, int> _zeros = new(StringComparer.Ordinal);

    /// <summary>For each loss the number of steps in a row for which it has been 0.</summary>
    public IEnumerable<KeyValuePair<string, string>> Notes => _zeros.Select(zeros => KeyValuePair.Create(Prefix + zeros.Key, zeros.Value.ToString(CultureInfo.InvariantCulture)));

    public void Resume(IReadOnlyDictionary<string, string> notes)
    {
        foreach (var (key, value) in notes)
            if (key.StartsWith(Prefix, StringComparison.Ordinal)) _zeros[key[Prefix.Length..]] = int.Parse(value, CultureInfo.InvariantCulture);
    }

    /// <exception cref="DivergenceException">The training has diverged.</exception>
    public void Stepped(Trainer trainer)
    {
        foreach (var name in trainer.Losses.Names)
        {
            var loss = trainer.Losses[name];
            if (!double.IsFinite(loss))
                throw new DivergenceException(string.Create(CultureInfo.InvariantCulture, $"the {name} loss became {loss}"), isStuck: false);
            if (loss != 0) _zeros.Remove(name);
            else if ((_zeros[name] = _zeros.GetValueOrDefault(name) + 1) == MostZeros)
                throw new DivergenceException(string.Create(CultureInfo.InvariantCulture, $"the {name} loss was exactly 0 for {MostZeros} steps"), isStuck: true);
        }
    }
}

/// <summary>A training diverged; the message says how.</summary>
public sealed class DivergenceException(string message, bool isStuck) : Exception(message)
{
    /// <summary>Whether a loss has been 0 for long; otherwise it is not finite.</summary>
    public bool IsStuck => isStuck;
}
