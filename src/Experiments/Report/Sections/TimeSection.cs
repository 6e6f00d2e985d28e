using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>Milliseconds of a training step by sparsity: a chart and a table.</summary>
sealed class TimeSection(SubjectResults results, Html html)
{
    readonly SubjectOutline _outline = results.Subject;

    public void Write()
    {
        html.Heading(3, "Time");
        html.Raw(TimeChart());
        TimeTable();
    }

    string TimeChart()
    {
        var series = SparsitySeries.Of(_outline, results.MillisecondsPerStep, results.Sparsity, " ms");
        var unpruned = results.MillisecondsPerStep(CurveOutline.Unpruned, 0);
        var highest = series.SelectMany(one => one.Points).Select(point => point.Y + point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : 0).Max();
        var y = LinearAxis.Of("milliseconds per training step", 0, highest);
        return new LineChart($"{y.Title} of {_outline.Name} by sparsity", SparsityAxis.For(series), y, series, unpruned.Count > 0 ? (CurveOutline.Unpruned, unpruned.Mean) : null).ToHtml();
    }

    void TimeTable()
    {
        var unpruned = results.MillisecondsPerStep(CurveOutline.Unpruned, 0);
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
}
