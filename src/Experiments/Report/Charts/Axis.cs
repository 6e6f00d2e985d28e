using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The axis of a chart: maps values to positions in [0, 1] and places the ticks.</summary>
abstract class Axis(string title)
{
    public string Title { get; } = title;

    public abstract double Position(double value);

    /// <summary>At most about <paramref name="most"/> ticks, each with its label.</summary>
    public abstract IEnumerable<(double Value, string Words)> Ticks(int most);

    /// <summary>Ticks without labels, which show the spacing of an axis that is not linear.</summary>
    public virtual IEnumerable<double> MinorTicks => [];

    /// <summary>A sentence on the axis for the caption; empty if none is needed.</summary>
    public virtual string Note => "";

    /// <summary>Whether the axis is drawn with a break, because it does not include 0.</summary>
    public virtual bool IsBroken => false;

    public static string Number(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 1e6 or < 1e-4 => value.ToString("0.#e0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
            _ => value.ToString("0.#####", CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>A linear axis whose ends are round numbers.</summary>
sealed class LinearAxis : Axis
{
    const double LeastSpan = 1e-7;

    readonly double _low;
    readonly double _high;

    /// <summary>Extended to 0 if the values then still take up at least half of the axis.</summary>
    public static LinearAxis Of(string title, double low, double high) => new(title, low > 0 && low <= high - low ? 0 : low, low < 0 && -high <= high - low ? Math.Max(high, 0) : high);

    /// <param name="title">with the unit</param>
    /// <param name="low">smallest value to be shown</param>
    /// <param name="high">largest value to be shown</param>
    public LinearAxis(string title, double low, double high) : base(title)
    {
        // Values that differ only by rounding are drawn as one value.
        if (!(high - low > Math.Abs(high) * LeastSpan)) (low, high) = (low - Math.Max(Math.Abs(low) / 10, 1e-9), low + Math.Max(Math.Abs(low) / 10, 1e-9));
        var step = RoundStep((high - low) / 5);
        _low = Math.Floor(low / step + 1e-9) * step;
        _high = Math.Ceiling(high / step - 1e-9) * step;
    }

    public override double Position(double value) => (value - _low) / (_high - _low);

    public override bool IsBroken => _low > 0 || _high < 0;

    public override string Note => IsBroken ? $"The vertical axis goes from {Number(_low, RoundStep((_high - _low) / 5))} to {Number(_high, RoundStep((_high - _low) / 5))}, without 0." : "";

    public override IEnumerable<(double Value, string Words)> Ticks(int most)
    {
        var step = RoundStep((_high - _low) / Math.Max(1, most));
        var first = (long)Math.Ceiling(_low / step - 1e-9);
        for (var i = first; i * step <= _high + step * 1e-9; i++) yield return (i * step, Number(i * step, step));
    }

    /// <summary>With enough digits to distinguish neighbouring ticks.</summary>
    static string Number(double value, double step)
    {
        if (Math.Abs(value) < step / 2) return "0";
        var last = (int)Math.Floor(Math.Log10(step) + 1e-9) - (HasHalfDigit(step) ? 1 : 0);
        var first = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        return first is >= 6 or < -4
            ? value.ToString("0." + new string('#', Math.Max(1, first - last)) + "e0", CultureInfo.InvariantCulture)
            : value.ToString("#,0." + new string('#', Math.Max(0, -last)), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the step is 2.5 times a power of ten.</summary>
    static bool HasHalfDigit(double step) => Math.Abs(step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9)) - 2.5) < 1e-6;

    /// <summary>The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below the argument.</summary>
    static double RoundStep(double atLeast)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
            if (factor * power >= atLeast * (1 - 1e-9)) return factor * power;
        return 10 * power;
    }
}

/// <summary>
/// Sparsity on a scale that is logarithmic in the fraction of remaining weights: pruning rounds of equal fraction are equally far apart,
/// as in the paper's figures, and 90 % and 99 % can be distinguished.
/// </summary>
sealed class SparsityAxis(double highest) : Axis("sparsity of the whole network, % (log scale)")
{
    static readonly double[] Candidates = [0, 0.2, 0.36, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999];

    readonly double _end = Depth(Math.Clamp(highest, 0.2, 0.9999));

    /// <summary>An axis that covers these series.</summary>
    public static SparsityAxis For(IEnumerable<Series> series) => new(HighestOf(series));

    public static double HighestOf(IEnumerable<Series> series) => series.SelectMany(one => one.Points.Select(point => point.X).Concat(one.Marks.Select(mark => mark.X))).DefaultIfEmpty(0.2).Max();

    public override string Note => "Sparsity is spaced by the logarithm of the weights left: equal steps to the right leave equal fractions.";

    /// <summary>Every 10 % up to 90 %, every 1 % up to 99 %, and every 0.1 % beyond.</summary>
    public override IEnumerable<double> MinorTicks =>
        from rest in new[] { 1, 0.1, 0.01 }
        from tenths in Enumerable.Range(0, 9)
        let sparsity = 1 - rest * (10 - tenths) / 10
        where Position(sparsity) <= 1.001
        select sparsity;

    public override double Position(double value) => Depth(Math.Min(value, 0.9999)) / _end;

    public override IEnumerable<(double Value, string Words)> Ticks(int most)
    {
        var spacing = 1.0 / most;
        var last = double.NegativeInfinity;
        foreach (var sparsity in Candidates)
        {
            var position = Position(sparsity);
            if (position > 1.001 || position - last < spacing) continue;
            last = position;
            yield return (sparsity, (100 * sparsity).ToString("0.#", CultureInfo.InvariantCulture));
        }
    }

    static double Depth(double sparsity) => -Math.Log(1 - sparsity);
}

/// <summary>A logarithmic axis whose ends are powers of ten. If it is short, 2 and 5 times powers of ten are labelled, too.</summary>
sealed class LogarithmicAxis(string title, double low, double high) : Axis(title)
{
    readonly double _low = Math.Floor(Math.Log10(low) + 1e-9);
    readonly double _high = Math.Max(Math.Ceiling(Math.Log10(high) - 1e-9), Math.Floor(Math.Log10(low) + 1e-9) + 1);

    public override double Position(double value) => (Math.Log10(value) - _low) / (_high - _low);

    public override IEnumerable<double> MinorTicks =>
        from power in Enumerable.Range((int)_low, (int)(_high - _low))
        from factor in Enumerable.Range(1, 9)
        select factor * Math.Pow(10, power);

    public override IEnumerable<(double Value, string Words)> Ticks(int most)
    {
        ReadOnlyMemory<double> factors = 3 * (_high - _low) <= most ? new[] { 1.0, 2, 5 } : new[] { 1.0 };
        for (var power = _low; power <= _high; power++)
            for (var i = 0; i < factors.Length; i++)
            {
                var value = factors.Span[i] * Math.Pow(10, power);
                if (Math.Log10(value) <= _high + 1e-9) yield return (value, Number(value));
            }
    }
}
