namespace SparseGen.Experiments.Report;

/// <summary>Results of the methods in a table or scatter plot, over the seeds whose trainings are all recorded.</summary>
sealed class MethodResults(SubjectResults results)
{
    readonly SubjectOutline _subject = results.Subject;

    /// <summary>A metric of a method's networks.</summary>
    public Statistics Metric(TableRow row, MetricResults metric) => metric.At(row.Curve, RoundOf(row));

    /// <summary>The arithmetic or time of a method's trainings, or the number of weights that its masks leave.</summary>
    public Statistics Measure(TableRow row, Measurement measurement) => measurement switch
    {
        Measurement.DenseFlop => Sum(row, key => results.Work(key) is { } work ? work.Dense + work.Scoring : null),
        Measurement.ExecutedFlop => Sum(row, key => results.Work(key) is { } work ? work.Executed + work.Scoring : null),
        Measurement.Seconds => Sum(row, results.Seconds),
        Measurement.Weights => Weights(row),
        _ => throw new ArgumentOutOfRangeException(nameof(measurement)),
    };

    /// <summary>A measurement's name and unit, for the head of a column or an axis.</summary>
    public static string Title(Measurement measurement) => measurement switch
    {
        Measurement.DenseFlop => "FLOP, as the paper counts",
        Measurement.ExecutedFlop => "FLOP executed",
        Measurement.Seconds => "seconds of steps",
        Measurement.Weights => "weights left",
        _ => throw new ArgumentOutOfRangeException(nameof(measurement)),
    };

    int RoundOf(TableRow row) => row.Curve == CurveOutline.Unpruned ? 0 : _subject.Rounds;

    Statistics Weights(TableRow row)
    {
        var method = _subject.Curves.FirstOrDefault(curve => curve.Name == row.Curve)?.Method ?? CurveOutline.Unpruned;
        return Statistics.Of(results.Densities.Where(layer => layer.Curve == method && layer.Round == RoundOf(row)).GroupBy(layer => layer.Seed).Select(seed => (double)seed.Sum(layer => (long)layer.Survivors)));
    }

    /// <summary>Summed over the trainings that a row counts.</summary>
    Statistics Sum(TableRow row, Func<TrainingKey, double?> of) => Statistics.Of(
        from seed in results.Seeds
        let parts = Trainings(row, seed).Select(of).ToArray()
        where parts.All(part => part is not null)
        select parts.Sum(part => part!.Value));

    IEnumerable<TrainingKey> Trainings(TableRow row, ulong seed)
    {
        var last = new TrainingKey(_subject.Name, seed, row.Curve, RoundOf(row));
        return row.IsWholeSearch
            ? Enumerable.Range(1, last.Round).Select(round => last with { Round = round }).Prepend(last with { Curve = CurveOutline.Unpruned, Round = 0 })
            : [last];
    }
}
