using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The part of a report about one subject.</summary>
sealed class SubjectSection(StudyOutline study, SubjectResults results, string folder, Html html)
{
    readonly SubjectOutline _outline = results.Subject;

    public void Write()
    {
        html.Heading(2, _outline.Name);
        foreach (var divergence in results.Divergences)
            html.Paragraph($"{divergence.Curve}, seed {divergence.Seed}, round {divergence.Round}, sparsity {Html.Percent(divergence.Sparsity)}: diverged at step {divergence.Step}: {divergence.How}. It is in no mean.", "remark");
        if (results.Metrics.All(metric => metric.Unpruned.Count == 0))
        {
            html.Paragraph("Nothing has been measured yet.");
            return;
        }
        if (_outline.Table is not null)
        {
            new TableSection(results, html).Write();
            new ImageStrips(study, results, folder, html).Write();
            html.Heading(3, "What survives in each layer");
            new LayerSection(results, html).Write();
            return;
        }
        foreach (var metric in results.Metrics)
        {
            if (results.Metrics.Count > 1) html.Heading(3, Capitalised(metric.Metric.Title));
            new MetricSection(results, metric, html).Write();
        }
        new ImageStrips(study, results, folder, html).Write();
        html.Heading(3, "Time");
        html.Raw(TimeChart());
        TimeTable();
        html.Heading(3, "What survives in each layer");
        new LayerSection(results, html).Write();
    }

    string TimeChart()
    {
        var series = SparsitySeries.Of(_outline, results.MillisecondsPerStep, results.Sparsity, " ms");
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        var highest = series.SelectMany(one => one.Points).Select(point => point.Y + point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : 0).Max();
        var y = LinearAxis.Of("milliseconds per training step", 0, highest);
        return new LineChart($"{y.Title} of {_outline.Name} by sparsity", SparsityAxis.For(series), y, series, unpruned.Count > 0 ? (Curve.Unpruned, unpruned.Mean) : null).ToHtml();
    }

    void TimeTable()
    {
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        var first = _outline.Curves[0].Name;
        html.Paragraph($"Median of the steps of a training{(unpruned.Count > 1 ? ", averaged over the seeds" : "")}; unpruned {Html.Number(unpruned)} ms. All training steps together took {Html.Duration(results.TrainingSeconds)}.");
        string[] heads = ["round", "sparsity", .. _outline.Curves.Select(curve => curve.Name), $"unpruned / {first}"];
        html.Details("Milliseconds per step by round", () => html.Table(heads, Enumerable.Range(1, _outline.Rounds).Select(round => (string[])
        [
            round.ToString(CultureInfo.InvariantCulture),
            Html.Percent(results.Sparsity(first, round)),
            .. _outline.Curves.Select(curve => Html.Number(results.MillisecondsPerStep(curve.Name, round))),
            Html.Number(unpruned.Mean / results.MillisecondsPerStep(first, round).Mean),
        ])));
    }

    static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
