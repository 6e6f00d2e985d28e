using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The part of a report about one subject.</summary>
sealed class SubjectSection(StudyOutline study, SubjectResults results, string folder, Html html)
{
    /// <summary>Sparsities that differ by less are shown as one.</summary>
    const double SameSparsity = 5e-4;

    readonly CurvePair[] _pairs = [.. study.Pairs()];

    IEnumerable<int> Rounds => Enumerable.Range(1, results.Subject.Rounds);

    /// <summary>The first curve's: the one that heads the rows of tables.</summary>
    string First => study.Curves[0].Name;

    public void Write()
    {
        html.Heading(2, results.Subject.Name);
        if (results.Unpruned.Count == 0)
        {
            html.Paragraph("Nothing has been measured yet.");
            return;
        }
        Findings();
        html.Raw(MetricChart());
        MetricTable();
        new ImageStrips(study, results, folder, html).Write();
        html.Heading(3, "Time");
        html.Raw(TimeChart());
        TimeTable();
        html.Heading(3, "What survives in each layer");
        new LayerSection(study, results, html).Write();
    }

    void Findings()
    {
        foreach (var pair in _pairs)
            html.Paragraph(
                Verdict.HighestMatch(results, pair) is { } round
                    ? $"The {pair.Winning} ticket matches the unpruned network up to a sparsity of {Html.Percent(results.Sparsity(pair.Winning, round))} (round {round})."
                    : $"No {pair.Winning} ticket matches the unpruned network by the rule below.",
                "finding");
        if (_pairs.Length > 0) html.Paragraph(Verdict.Rule(results.Unpruned.Count), "small");
    }

    string MetricChart()
    {
        var series = Series(results.At, "");
        var ends = series.SelectMany(one => one.Points).SelectMany(point => new[] { point.Y - point.Deviation, point.Y + point.Deviation });
        var values = ends.Append(results.Unpruned.Mean).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var y = new LinearAxis(study.MetricTitle, Math.Min(0, values.Min()), values.Max());
        return new LineChart($"{study.MetricTitle} of {results.Subject.Name} by sparsity", SparsityAxis.For(series), y, series, (Curve.Unpruned, results.Unpruned.Mean)).ToHtml();
    }

    void MetricTable()
    {
        var columns = MetricColumns().ToArray();
        string[] unpruned = ["0", Html.Percent(0), $"{Html.Number(results.Unpruned)} {Curve.Unpruned}", .. Enumerable.Repeat("", columns.Length - 1)];
        var rows = Rounds.Select(round => (string[])[Number(round), Html.Percent(results.Sparsity(First, round)), .. columns.Select(column => column.Cell(round))]);
        int? best = _pairs.Length > 0 ? Verdict.HighestMatch(results, _pairs[0]) : null;
        html.Table(["round", "sparsity", .. columns.Select(column => column.Head)], rows.Prepend(unpruned), row => row == best);
        html.Paragraph(results.Unpruned.Count == 1 ? "One seed." : $"Mean ± standard deviation over {results.Unpruned.Count} seeds; differences are taken seed by seed.", "small");
    }

    /// <summary>The curves of each chain, and after them what compares them.</summary>
    IEnumerable<(string Head, Func<int, string> Cell)> MetricColumns()
    {
        foreach (var chain in study.Curves.GroupBy(curve => curve.Chain))
        {
            foreach (var curve in chain)
                yield return (curve.Name, round => Html.Number(results.At(curve.Name, round)) + OwnSparsity(curve.Name, round));
            foreach (var pair in _pairs.Where(pair => chain.Any(curve => curve.Name == pair.Winning)))
            {
                yield return ($"{pair.Random} − {pair.Winning}", round => Html.Number(results.Difference(pair.Random, pair.Winning, round)));
                yield return ("matches", round => Verdict.Matches(results, pair, round) switch { true => "yes", false => "no", null => "–" });
            }
        }
    }

    string OwnSparsity(string curve, int round)
    {
        var own = results.Sparsity(curve, round);
        return Math.Abs(own - results.Sparsity(First, round)) > SameSparsity ? $" at {Html.Percent(own)}" : "";
    }

    string TimeChart()
    {
        var series = Series(results.MillisecondsPerStep, " ms");
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        var highest = series.SelectMany(one => one.Points).Select(point => point.Y + point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : 0).Max();
        var y = new LinearAxis("milliseconds per training step", 0, highest);
        return new LineChart($"{y.Title} of {results.Subject.Name} by sparsity", SparsityAxis.For(series), y, series, unpruned.Count > 0 ? (Curve.Unpruned, unpruned.Mean) : null).ToHtml();
    }

    void TimeTable()
    {
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        html.Paragraph($"Median of the steps of a training{(unpruned.Count > 1 ? ", averaged over the seeds" : "")}; unpruned {Html.Number(unpruned)} ms. All training steps together took {Html.Duration(results.TrainingSeconds)}.");
        string[] heads = ["round", "sparsity", .. study.Curves.Select(curve => curve.Name), $"unpruned / {First}"];
        html.Details("Milliseconds per step by round", () => html.Table(heads, Rounds.Select(round => (string[])
        [
            Number(round),
            Html.Percent(results.Sparsity(First, round)),
            .. study.Curves.Select(curve => Html.Number(results.MillisecondsPerStep(curve.Name, round))),
            Html.Number(unpruned.Mean / results.MillisecondsPerStep(First, round).Mean),
        ])));
    }

    /// <summary>A line for each curve, of what is known.</summary>
    Series[] Series(Func<string, int, Statistics> value, string unit) => [.. study.Curves.Select(curve => new Series(curve.Name, [.. Points(curve.Name, value, unit)]))];

    IEnumerable<ChartPoint> Points(string curve, Func<string, int, Statistics> value, string unit) =>
        from round in Rounds
        let sparsity = results.Sparsity(curve, round)
        let statistics = value(curve, round)
        where statistics.Count > 0 && double.IsFinite(sparsity)
        select new ChartPoint(sparsity, statistics.Mean, statistics.Deviation, $"{curve} at {Html.Percent(sparsity)}: {Html.Number(statistics)}{unit}");

    static string Number(int round) => round.ToString(CultureInfo.InvariantCulture);
}
