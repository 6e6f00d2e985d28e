using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The fraction of weights of each layer that survives, by round, and the remarks on the masks.</summary>
sealed class LayerSection(SubjectResults results, Html html)
{
    IEnumerable<int> Rounds => Enumerable.Range(1, results.Subject.Rounds);

    public void Write()
    {
        html.Heading(3, "What survives in each layer");
        var methods = results.Subject.Curves.Select(curve => curve.Method).Distinct().ToArray();
        Densities(methods[0]);
        foreach (var method in methods.Skip(1)) html.Details($"Masks of {method}", () => Densities(method));
        foreach (var same in results.Remarks.GroupBy(remark => (remark.Curve, remark.Text)))
        {
            var where = same.GroupBy(remark => remark.Seed).Select(seed => $"seed {seed.Key}: {RoundRanges.Words([.. seed.Select(remark => remark.Round).Order()])}");
            html.Paragraph($"Masks of {same.Key.Curve}: {same.Key.Text} Rounds of {string.Join("; of ", where)}.", "remark");
        }
    }

    void Densities(string method)
    {
        var own = results.Densities.Where(density => density.Curve == method).ToArray();
        if (own.Length == 0) return;
        var layers = own.Select(density => density.Layer).Distinct().ToArray();
        var rounds = Rounds.Where(round => own.Any(density => density.Round == round)).ToArray();
        var sparsity = rounds.ToDictionary(round => round, round => 1 - Density(own.Where(density => density.Round == round)));
        var series = layers.Select(layer => new Series(layer, [.. rounds
            .Select(round => (Sparsity: sparsity[round], Density: Density(own, layer, round)))
            .Where(point => point.Density > 0)
            .Select(point => new ChartPoint(point.Sparsity, 100 * point.Density, 0, $"{layer} at {Html.Percent(point.Sparsity)}: {Html.Percent(point.Density)} survive"))])).ToArray();
        var lowest = series.SelectMany(one => one.Points).Select(point => point.Y).DefaultIfEmpty(1).Min();
        var y = new LogarithmicAxis("surviving weights, %", lowest, 100);
        html.Raw(new LineChart($"surviving weights by layer of {results.Subject.Name}, masks of {method}", SparsityAxis.For(series), y, series).ToHtml());
        html.Details("Surviving weights by round, %", () => html.Table(["round", "sparsity", .. layers], rounds.Select(round => (string[])
        [
            round.ToString(CultureInfo.InvariantCulture),
            Html.Percent(sparsity[round]),
            .. layers.Select(layer => Html.Number(100 * Density(own, layer, round))),
        ])));
    }

    static double Density(IEnumerable<LayerDensity> all, string layer, int round) => Density(all.Where(density => density.Layer == layer && density.Round == round));

    /// <summary>The fraction of surviving weights, over all seeds.</summary>
    static double Density(IEnumerable<LayerDensity> layers)
    {
        var (survivors, total) = (0L, 0L);
        foreach (var layer in layers)
        {
            survivors += layer.Survivors;
            total += layer.Total;
        }
        return (double)survivors / total;
    }
}
