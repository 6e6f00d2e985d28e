using System.Globalization;
using SparseGen.Experiments;

namespace SparseGen.Cli.Display;

/// <summary>The rounds of a run as lines of text: a heading for each subject and seed, a row for each round.</summary>
sealed class RoundTable
{
    const int Column = 14, Gap = 2;

    (string Subject, ulong Seed) _shown;
    string[] _curves = [];

    /// <summary>The lines of a completed round.</summary>
    public IEnumerable<string> Lines(RoundResult round)
    {
        if (round.Round == 0)
        {
            _shown = (round.Subject, round.Seed);
            _curves = [];
            yield return "";
            yield return Text($"{round.Subject}, seed {round.Seed}: {round.Metric} of the unpruned network {Number(round.Values[0].Value)}, {Time(round)} ms per step");
            yield break;
        }
        var curves = round.Values.Select(value => value.Curve).ToArray();
        if ((round.Subject, round.Seed) != _shown || !curves.AsSpan().SequenceEqual(_curves))
        {
            _shown = (round.Subject, round.Seed);
            _curves = curves;
            yield return Text($"{"round",7}{"sparsity",10}{string.Concat(curves.Select(Cell))}{"ms per step",Column}");
        }
        yield return Text($"{$"{round.Round}/{round.Rounds}",7}{Sparsity(round),10}{string.Concat(round.Values.Select(value => Number(value.Value).PadLeft(Cell(value.Curve).Length)))}{Time(round),Column}");
    }

    /// <summary>The heading of a column, padded to the column's width.</summary>
    static string Cell(string curve) => curve.PadLeft(Math.Max(Column, curve.Length + Gap));

    /// <summary>The sparsity of a round; a dash if all pruning methods have ended.</summary>
    static string Sparsity(RoundResult round) => double.IsNaN(round.Sparsity) ? "–" : Text($"{round.Sparsity:P1}");

    static string Time(RoundResult round) => round.MillisecondsPerStep is { } time ? Text($"{time:F3}") : "–";

    static string Number(double value) => double.IsNaN(value) ? "–" : Math.Abs(value) is >= 1e-4 and < 1e6 ? Text($"{value:G5}") : Text($"{value:E3}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
