using System.Globalization;

namespace SparseGen.Experiments;

/// <summary>
/// Recognises a training from which nothing good can come any more: a loss that is no number or infinite, or one that has been
/// exactly 0 for many steps, as when a discriminator is so sure that its gradient vanishes.
/// </summary>
sealed class DivergenceWatch
{
    /// <summary>A loss that is 0 once may have been rounded; one that stays 0 is stuck.</summary>
    public const int MostZeros = 50;

    const string Prefix = "zeros.";

    readonly SortedDictionary<string, int> _zeros = new(StringComparer.Ordinal);

    /// <summary>The steps for which each loss has been 0, as a checkpoint's notes.</summary>
    public IEnumerable<KeyValuePair<string, string>> Notes => _zeros.Select(zeros => KeyValuePair.Create(Prefix + zeros.Key, zeros.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Goes on from the notes of a checkpoint.</summary>
    public void Resume(IReadOnlyDictionary<string, string> notes)
    {
        foreach (var (key, value) in notes)
            if (key.StartsWith(Prefix, StringComparison.Ordinal)) _zeros[key[Prefix.Length..]] = int.Parse(value, CultureInfo.InvariantCulture);
    }

    /// <summary>To be told of every step.</summary>
    /// <exception cref="DivergenceException">The training has diverged.</exception>
    public void Check(Trainer trainer)
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
sealed class DivergenceException(string message, bool isStuck) : Exception(message)
{
    /// <summary>Whether a loss has been 0 for long; otherwise it has become too large.</summary>
    public bool IsStuck => isStuck;
}
