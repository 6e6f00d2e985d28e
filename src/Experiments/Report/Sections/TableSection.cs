using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>Methods that prune to one sparsity, one row each: the quality of their networks, and arithmetic and time of their trainings.</summary>
sealed class TableSection(SubjectResults results, TableOutline outline, Html html)
{
    static readonly Measurement[] s_measurements = [Measurement.Weights, Measurement.DenseFlop, Measurement.ExecutedFlop, Measurement.Seconds];

    readonly MethodResults _methods = new(results);

    bool HasPaper => outline.Rows.Any(row => row.Paper is not null);

    public void Write()
    {
        html.Table(
            ["method", .. results.Metrics.Select(metric => metric.Metric.Title), .. s_measurements.Select(MethodResults.Title), .. HasPaper ? new[] { "the paper: FID", "weights", "FLOP", "seconds" } : []],
            outline.Rows.Select(row => (IReadOnlyList<string>)
            [
                row.Title,
                .. results.Metrics.Select(metric => Html.Number(_methods.Metric(row, metric))),
                .. s_measurements.Select(measurement => Cell(measurement, _methods.Measure(row, measurement))),
                .. !HasPaper ? [] : row.Paper is { } paper ? new[] { Html.Number(paper.Distance), Text($"{paper.Weights:N0}"), Text($"{paper.Flop:0.00e0}"), Text($"{paper.Seconds:N0}") } : ["", "", "", ""],
            ]));
        html.Paragraph(
            "Mean ± standard deviation over seeds. FLOP as the paper counts: 2 a multiply-add, forward and backward over the whole training, dense shapes whatever the mask, batch normalisation and the scores that cut the mask included; "
            + "executed: of the weights and channels that are left, taps in the padding left out. Seconds are of training steps, and of the search for early-bird tickets."
            + (HasPaper ? " The paper's figures are of its DCGAN on CIFAR-10, its distances are FID; where the title does not say so, those here are not and do not compare with them." : ""),
            "small");
    }

    static string Cell(Measurement measurement, Statistics value) => measurement switch
    {
        _ when value.Count == 0 => "–",
        Measurement.Weights => Text($"{value.Mean:N0}"),
        Measurement.Seconds => Html.Number(value),
        _ => value.Deviation > 0 ? Text($"{value.Mean:0.000e0} ± {value.Deviation:0e0}") : Text($"{value.Mean:0.000e0}"),
    };

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
