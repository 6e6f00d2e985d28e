namespace SparseGen.Experiments.Report;

/// <summary>A metric against a measurement: one point for each method, with bars of one standard deviation over the seeds.</summary>
sealed class ScatterSection(SubjectResults results, ScatterOutline outline, Html html)
{
    public void Write()
    {
        var methods = new MethodResults(results);
        var metric = results.Metrics.FirstOrDefault(metric => metric.Metric.Name == outline.Metric) ?? results.Metrics[0];
        var points = (
            from row in outline.Rows
            let cost = methods.Measure(row, outline.X)
            let value = methods.Metric(row, metric)
            where cost is { Count: > 0, Mean: > 0 } && value.Count > 0
            select (row.Title, X: cost, Y: value)).ToArray();
        if (points.Length == 0) return;
        var (title, unit) = (MethodResults.Title(outline.X), metric.Metric.Title);
        var series = points.Select(point => new Series(
            point.Title,
            [new ChartPoint(point.X.Mean, point.Y.Mean, point.Y.Deviation, $"{point.Title}: {Html.Number(point.Y)} at {Axis.Number(point.X.Mean)} {title}", point.X.Deviation)])).ToArray();
        var y = LinearAxis.Of(unit, points.Min(point => point.Y.Mean - point.Y.Deviation), points.Max(point => point.Y.Mean + point.Y.Deviation));
        var x = new LogarithmicAxis(title + " (log scale)", points.Min(point => point.X.Mean - point.X.Deviation), points.Max(point => point.X.Mean + point.X.Deviation));
        html.Heading(3, $"{char.ToUpperInvariant(unit[0])}{unit[1..]} against {title}");
        html.Raw(new LineChart($"{unit} of {results.Subject.Name} against {title}", x, y, series).ToHtml());
    }
}
