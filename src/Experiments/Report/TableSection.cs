using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>Methods that prune to one sparsity, a row each: what their networks are worth, and what it took to get there.</summary>
sealed class TableSection(SubjectResults results, Html html)
{
    readonly SubjectOutline _subject = results.Subject;

    public void Write()
    {
        var metrics = results.Metrics;
        html.Table(
            ["method", .. metrics.Select(metric => metric.Metric.Title), "weights left", "FLOP, as the paper counts", "FLOP executed", "seconds of steps", "the paper: FID", "weights", "FLOP", "seconds"],
            _subject.Table!.Select(row => (IReadOnlyList<string>)
            [
                row.Title,
                .. metrics.Select(metric => Html.Number(metric.At(row.Curve, RoundOf(row)))),
                Weights(row),
                Flop(Sum(row, work => work.Dense + work.Scoring)),
                Flop(Sum(row, work => work.Executed + work.Scoring)),
                Html.Number(OverSeeds(row, place => results.Seconds(place))),
                .. row.Paper is { } paper ? new[] { Html.Number(paper.Distance), Text($"{paper.Weights:N0}"), Text($"{paper.Flop:0.00e0}"), Text($"{paper.Seconds:N0}") } : ["", "", "", ""],
            ]));
        html.Paragraph(
            "Mean ± standard deviation over seeds. FLOP as the paper counts: 2 a multiply-add, forward and backward over the whole training, dense shapes whatever the mask, batch normalisation and the scores that cut the mask included; "
            + "executed: of the weights that are left, taps in the padding left out. Seconds are of training steps alone. The paper's distances are FID; where the title does not say so, those here are not and do not compare with them.",
            "small");
    }

    int RoundOf(TableRow row) => row.Curve == Curve.Unpruned ? 0 : _subject.Rounds;

    /// <summary>The trainings that a row counts, of one seed.</summary>
    IEnumerable<Place> Places(TableRow row, ulong seed) => row.IsWholeSearch
        ? Enumerable.Range(1, _subject.Rounds).Select(round => new Place(_subject.Name, seed, row.Curve, round)).Prepend(new Place(_subject.Name, seed, Curve.Unpruned, 0))
        : [new Place(_subject.Name, seed, row.Curve, RoundOf(row))];

    Statistics Sum(TableRow row, Func<TrainingWork, double> of) => OverSeeds(
        row,
        place => results.Works.FirstOrDefault(work => new Place(work.Subject, work.Seed, work.Curve, work.Round) == place) is { } work ? of(work) : null);

    /// <summary>Over the seeds of which everything is known.</summary>
    Statistics OverSeeds(TableRow row, Func<Place, double?> of) => Statistics.Of(
        from seed in results.Seeds
        let parts = Places(row, seed).Select(of).ToArray()
        where parts.All(part => part is not null)
        select parts.Sum(part => part!.Value));

    static string Flop(Statistics flop) => flop.Count == 0 ? "–" : flop.Deviation > 0 ? Text($"{flop.Mean:0.000e0} ± {flop.Deviation:0e0}") : Text($"{flop.Mean:0.000e0}");

    string Weights(TableRow row)
    {
        var chain = _subject.Curves.FirstOrDefault(curve => curve.Name == row.Curve)?.Chain ?? Curve.Unpruned;
        var layers = results.Densities.Where(layer => layer.Curve == chain && layer.Round == RoundOf(row)).ToArray();
        return layers.Length == 0 ? "–" : Text($"{layers.Sum(layer => (long)layer.Survivors) / layers.Select(layer => layer.Seed).Distinct().Count():N0}");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
