namespace SparseGen.Experiments.Report;

/// <summary>One measurement against another: a line for each curve over its rounds.</summary>
sealed class AgainstSection(SubjectResults results, AgainstOutline outline, Html html)
{
    readonly MethodResults _methods = new(results);

    public void Write()
    {
        var (x, y) = (Title(outline.X), Title(outline.Y));
        var series = results.Subject.Curves.Select(curve => new Series(curve.Name, [.. Enumerable.Range(1, results.Subject.Rounds).Select(round => Point(curve.Name, round)).OfType<ChartPoint>().OrderBy(point => point.X)])).Where(one => one.Points.Count > 0).ToArray();
        if (series.Length == 0) return;
        html.Heading(3, $"{char.ToUpperInvariant(y[0])}{y[1..]} against {x}");
        var points = series.SelectMany(one => one.Points).ToArray();
        var unpruned = Scaled(outline.Y, _methods.Measure(CurveOutline.Unpruned, 0, outline.Y));
        html.Raw(new LineChart($"{y} of {results.Subject.Name} against {x}", AxisOf(outline.X, x, points.Min(point => point.X), points.Max(point => point.X)), AxisOf(outline.Y, y, points.Select(point => point.Y - point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : double.PositiveInfinity).Min(), points.Select(point => point.Y + point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : double.NegativeInfinity).Max()), series, unpruned.Count > 0 ? (CurveOutline.Unpruned, unpruned.Mean) : null).ToHtml());
        html.Details($"{y} by round", () => html.Table(
            ["round", .. results.Subject.Curves.SelectMany(curve => new[] { $"{curve.Name}: {x}", y })],
            Enumerable.Range(1, results.Subject.Rounds).Select(round => (IReadOnlyList<string>)
            [
                FormattableString.Invariant($"{round}"),
                .. results.Subject.Curves.SelectMany(curve => new[] { Html.Number(Scaled(outline.X, _methods.Measure(curve.Name, round, outline.X))), Html.Number(Scaled(outline.Y, _methods.Measure(curve.Name, round, outline.Y))) }),
            ])));
    }

    string Title(Measurement measurement) => measurement == Measurement.Metric ? results.Metrics[0].Metric.Title : MethodResults.Title(measurement);

    ChartPoint? Point(string curve, int round)
    {
        var (x, y) = (Scaled(outline.X, _methods.Measure(curve, round, outline.X)), Scaled(outline.Y, _methods.Measure(curve, round, outline.Y)));
        return x.Count > 0 && y.Count > 0 && (!IsLogarithmic(outline.X) || x.Mean > 0) ? new ChartPoint(x.Mean, y.Mean, y.Deviation, $"{curve}, round {round}: {Html.Number(y)} at {Html.Number(x)}") : null;
    }

    /// <summary>Fractions in per cent.</summary>
    static Statistics Scaled(Measurement measurement, Statistics value) => measurement == Measurement.Compression ? new(value.Count, 100 * value.Mean, 100 * value.Deviation) : value;

    static bool IsLogarithmic(Measurement measurement) => measurement is Measurement.DenseFlop or Measurement.ExecutedFlop;

    static Axis AxisOf(Measurement measurement, string title, double low, double high) =>
        IsLogarithmic(measurement) && low > 0 ? new LogarithmicAxis($"{title} (log scale)", low, high) : LinearAxis.Of(title, low, high);
}
