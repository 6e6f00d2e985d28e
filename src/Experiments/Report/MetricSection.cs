using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>One metric of one subject: what was found, a chart and a table.</summary>
sealed class MetricSection(SubjectResults subject, MetricResults results, Html html)
{
    /// <summary>Sparsities that differ by less are shown as one.</summary>
    const double SameSparsity = 5e-4;

    readonly SubjectOutline _outline = subject.Subject;
    readonly CurvePair[] _pairs = [.. subject.Subject.Pairs()];

    IEnumerable<int> Rounds => Enumerable.Range(1, _outline.Rounds);

    /// <summary>The first curve's: the one that heads the rows.</summary>
    string First => _outline.Curves[0].Name;

    bool IsFirstMetric => results == subject.Metrics[0];

    public void Write()
    {
        Findings();
        html.Raw(Chart());
        Table();
    }

    void Findings()
    {
        foreach (var pair in results.Metric.DecidesMatches ? _pairs : [])
            html.Paragraph(
                Verdict.HighestMatch(results, _outline.Rounds, pair) is { } round
                    ? $"The {pair.Winning} ticket matches the unpruned network up to a sparsity of {Html.Percent(results.Sparsity(pair.Winning, round))} (round {round})."
                    : $"No {pair.Winning} ticket matches the unpruned network by the rule below.",
                "finding");
        if (results.Originals.Count > 0) html.Paragraph($"Of the original images: {Html.Number(results.Originals)}.");
        if (_pairs.Length > 0 && results.Metric.DecidesMatches) html.Paragraph(Verdict.Rule(results.Unpruned.Count), "small");
    }

    string Chart()
    {
        var series = SparsitySeries.Of(_outline, results.At, results.Sparsity, "", results.Diverged);
        var ends = series.SelectMany(one => one.Points).SelectMany(point => new[] { point.Y - point.Deviation, point.Y + point.Deviation });
        var values = ends.Append(results.Unpruned.Mean).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var y = new LinearAxis(results.Metric.Title, Math.Min(0, values.Min()), values.Max());
        return new LineChart($"{results.Metric.Title} of {_outline.Name} by sparsity", SparsityAxis.For(series), y, series, (Curve.Unpruned, results.Unpruned.Mean)).ToHtml();
    }

    void Table()
    {
        var columns = Columns().ToArray();
        string[] unpruned = ["0", Html.Percent(0), $"{Html.Number(results.Unpruned)} {Curve.Unpruned}", .. columns.Skip(1).Select(column => column.Unpruned)];
        var rows = Rounds.Select(round => (string[])[round.ToString(CultureInfo.InvariantCulture), Html.Percent(results.Sparsity(First, round)), .. columns.Select(column => column.Cell(round))]);
        int? best = _pairs.Length > 0 ? Verdict.HighestMatch(results, _outline.Rounds, _pairs[0]) : null;
        html.Table(["round", "sparsity", .. columns.Select(column => column.Head)], rows.Prepend(unpruned), row => row == best);
        html.Paragraph(results.Unpruned.Count == 1 ? "One seed." : $"Mean ± standard deviation over {results.Unpruned.Count} seeds; differences are taken seed by seed.", "small");
    }

    /// <summary>The curves of each chain, and after them what compares them; at the end of the first table the time.</summary>
    IEnumerable<(string Head, string Unpruned, Func<int, string> Cell)> Columns()
    {
        foreach (var chain in _outline.Curves.GroupBy(curve => curve.Chain))
        {
            foreach (var curve in chain) yield return (curve.Name, "", round => Cell(curve, round));
            foreach (var pair in _pairs.Where(pair => chain.Any(curve => curve.Name == pair.Winning)))
            {
                yield return ($"{pair.Random} − {pair.Winning}", "", round => Html.Number(results.Difference(pair.Random, pair.Winning, round)));
                if (results.Metric.DecidesMatches) yield return ("matches", "", round => Verdict.Matches(results, pair, round) switch { true => "yes", false => "no", null => "–" });
            }
        }
        if (IsFirstMetric)
            yield return ($"ms per step, {First}", Html.Number(subject.MillisecondsPerStep(Curve.Unpruned, 0).Mean), round => Html.Number(subject.MillisecondsPerStep(First, round).Mean));
    }

    string Cell(CurveOutline curve, int round)
    {
        var (value, diverged) = (results.At(curve.Name, round), results.Diverged(curve.Name, round).Count);
        return (value.Count, diverged) switch
        {
            (0, 0) when subject.HasEnded(curve.Chain, round) => "chain ended",
            (0, > 0) => "diverged",
            (_, 0) => Html.Number(value) + OwnSparsity(curve.Name, round),
            _ => $"{Html.Number(value)}{OwnSparsity(curve.Name, round)}; {diverged} of {value.Count + diverged} diverged",
        };
    }

    string OwnSparsity(string curve, int round)
    {
        var own = results.Sparsity(curve, round);
        return Math.Abs(own - results.Sparsity(First, round)) > SameSparsity ? $" at {Html.Percent(own)}" : "";
    }
}
