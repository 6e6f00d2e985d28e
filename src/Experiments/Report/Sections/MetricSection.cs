using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The part of a report on one metric of one subject: findings, charts and a table.</summary>
sealed class MetricSection(SubjectResults subject, MetricResults results, Html html)
{
    /// <summary>Sparsities that differ by less are shown as one.</summary>
    const double SameSparsity = 5e-4;

    readonly SubjectOutline _outline = subject.Subject;
    readonly CurvePair[] _pairs = [.. subject.Subject.Pairs()];

    IEnumerable<int> Rounds => Enumerable.Range(1, _outline.Rounds);

    /// <summary>The name of the first curve, whose sparsities are shown with the rounds.</summary>
    string First => _outline.Curves[0].Name;

    bool IsFirstMetric => results == subject.Metrics[0];

    public void Write()
    {
        Findings();
        Charts();
        Table();
    }

    void Findings()
    {
        foreach (var pair in results.Metric.DecidesMatches ? _pairs : [])
            html.Paragraph(
                MatchingRule.MatchingRounds(results, _outline.Rounds, pair).Words(round => results.Sparsity(pair.Winning, round)) is { } where
                    ? $"The {pair.Winning} ticket matches the unpruned network {where}."
                    : $"No {pair.Winning} ticket matches the unpruned network by the rule below.",
                "finding");
        if (results.Originals.Count > 0) html.Paragraph($"Of the original images: {Html.Number(results.Originals)}.");
        if (_pairs.Length > 0) html.Paragraph(results.Metric.DecidesMatches ? MatchingRule.Rule(results.Unpruned.Count) : "Tickets are compared by it; none is said to match the unpruned network by it.", "small");
    }

    /// <summary>A chart of all curves, and a second chart of the curves that end in the left half of the first, over their own range of sparsity.</summary>
    void Charts()
    {
        var series = SparsitySeries.Of(_outline, results.At, results.Sparsity, "", results.Diverged);
        var x = SparsityAxis.For(series);
        html.Raw(Chart($"{results.Metric.Title} of {_outline.Name} by sparsity", x, series));
        var shortCurves = series.Where(one => one.Points.Count > 0 && x.Position(SparsityAxis.HighestOf([one])) < 0.5).ToArray();
        if (shortCurves.Length > 0) html.Raw(Chart($"{results.Metric.Title} of {_outline.Name} by sparsity, single components", SparsityAxis.For(shortCurves), shortCurves));
    }

    string Chart(string label, SparsityAxis x, Series[] series)
    {
        var ends = series.SelectMany(one => one.Points).SelectMany(point => new[] { point.Y - point.Deviation, point.Y + point.Deviation });
        var values = ends.Append(results.Unpruned.Mean).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var y = LinearAxis.Of(results.Metric.Title, values.Min(), values.Max());
        return new LineChart(label, x, y, series, (CurveOutline.Unpruned, results.Unpruned.Mean)).ToHtml();
    }

    void Table()
    {
        var columns = Columns().ToArray();
        string[] unpruned = ["0", Html.Percent(0), $"{Html.Number(results.Unpruned)} {CurveOutline.Unpruned}", .. columns.Skip(1).Select(column => column.Unpruned)];
        var rows = Rounds.Select(round => (string[])[round.ToString(CultureInfo.InvariantCulture), Html.Percent(results.Sparsity(First, round)), .. columns.Select(column => column.Cell(round))]);
        var best = _pairs.Length > 0 ? MatchingRule.MatchingRounds(results, _outline.Rounds, _pairs[0]).UpTo : null;
        html.Table(["round", "sparsity", .. columns.Select(column => column.Head)], rows.Prepend(unpruned), row => row == best);
        html.Paragraph(results.Unpruned.Count == 1 ? "One seed." : $"Mean ± standard deviation over {results.Unpruned.Count} seeds; differences are taken seed by seed.", "small");
    }

    /// <summary>For each pruning method the columns of its curves, then of their comparisons. The table of the first metric ends with the time of a step.</summary>
    IEnumerable<(string Head, string Unpruned, Func<int, string> Cell)> Columns()
    {
        foreach (var method in _outline.Curves.GroupBy(curve => curve.Method))
        {
            foreach (var curve in method) yield return (curve.Name, "", round => Cell(curve, round));
            foreach (var pair in _pairs.Where(pair => method.Any(curve => curve.Name == pair.Winning)))
            {
                yield return (results.AdvantageHead(pair), "", round => Html.Number(results.Advantage(pair, round)));
                if (results.Metric.DecidesMatches) yield return ("matches", "", round => MatchingRule.Matches(results, pair, round) switch { true => "yes", false => "no", null => "–" });
            }
        }
        if (IsFirstMetric)
            yield return ($"ms per step, {First}", Html.Number(subject.MillisecondsPerStep(CurveOutline.Unpruned, 0).Mean), round => Html.Number(subject.MillisecondsPerStep(First, round).Mean));
    }

    string Cell(CurveOutline curve, int round)
    {
        var (value, diverged) = (results.At(curve.Name, round), results.Diverged(curve.Name, round).Count);
        return (value.Count, diverged) switch
        {
            (0, 0) when subject.HasEnded(curve.Method, round) => "method ended",
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
