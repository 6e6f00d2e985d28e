namespace SparseGen.Experiments.Report;

/// <summary>Results of the methods in a table or scatter plot, over the seeds whose trainings are all recorded.</summary>
sealed class MethodResults(SubjectResults results)
{
    readonly SubjectOutline _subject = results.Subject;

    /// <summary>A metric of a method's networks.</summary>
    public Statistics Metric(TableRow row, MetricResults metric) => metric.At(row.Curve, RoundOf(row));

    /// <summary>A measurement of a curve in a round.</summary>
    public Statistics Measure(string curve, int round, Measurement measurement) => measurement switch
    {
        Measurement.Metric => results.Metrics[0].At(curve, round),
        Measurement.Compression => Statistics.Of(results.Seeds.Select(seed => results.Compression(new TrainingKey(_subject.Name, seed, curve, round))).Where(double.IsFinite)),
        Measurement.DenseFlop => Statistics.Of(Values(curve, round, key => results.Work(key) is { } work ? work.Dense + work.Scoring : null)),
        Measurement.ExecutedFlop => Statistics.Of(Values(curve, round, key => results.Work(key) is { } work ? work.Executed + work.ScoringExecuted : null)),
        Measurement.Seconds => Statistics.Of(Values(curve, round, results.Seconds)),
        Measurement.Weights => Weights(curve, round),
        _ => throw new ArgumentOutOfRangeException(nameof(measurement)),
    };

    /// <summary>The arithmetic or time of a method's trainings, or the number of weights that its masks leave.</summary>
    public Statistics Measure(TableRow row, Measurement measurement)
    {
        if (!row.IsWholeSearch || measurement is not (Measurement.DenseFlop or Measurement.ExecutedFlop or Measurement.Seconds)) return Measure(row.Curve, RoundOf(row), measurement);
        return Sum(row, key => measurement switch
        {
            Measurement.Seconds => results.Seconds(key),
            Measurement.DenseFlop => results.Work(key) is { } work ? work.Dense + work.Scoring : null,
            _ => results.Work(key) is { } work ? work.Executed + work.ScoringExecuted : null,
        });
    }


    /// <summary>A measurement's name and unit, for the head of a column or an axis.</summary>
    public static string Title(Measurement measurement) => measurement switch
    {
        Measurement.Metric => "the first metric",
        Measurement.Compression => "channels removed, % (of winning tickets: weights)",
        Measurement.DenseFlop => "FLOP, as the paper counts",
        Measurement.ExecutedFlop => "FLOP executed",
        Measurement.Seconds => "seconds of steps",
        Measurement.Weights => "weights left",
        _ => throw new ArgumentOutOfRangeException(nameof(measurement)),
    };

    int RoundOf(TableRow row) => row.Curve == CurveOutline.Unpruned ? 0 : _subject.Rounds;

    Statistics Weights(string curve, int round)
    {
        var method = _subject.Curves.FirstOrDefault(one => one.Name == curve)?.Method ?? CurveOutline.Unpruned;
        return Statistics.Of(results.Densities.Where(layer => layer.Curve == method && layer.Round == round).GroupBy(layer => layer.Seed).Select(seed => (double)seed.Sum(layer => (long)layer.Survivors)));
    }

    IEnumerable<double> Values(string curve, int round, Func<TrainingKey, double?> of) =>
        results.Seeds.Select(seed => of(new TrainingKey(_subject.Name, seed, curve, round))).OfType<double>();

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
