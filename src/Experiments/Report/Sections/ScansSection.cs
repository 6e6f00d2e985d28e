using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The search for early-bird tickets: a table of when they were found, and for the first seed a matrix of distances for each round (You et al. 2020, Figure 3).</summary>
sealed class ScansSection(SubjectResults results, Html html)
{
    const int Cell = 11, MaxMatrix = 264;

    public void Write()
    {
        if (results.Scans.Count == 0) return;
        html.Heading(3, "The search for early-bird tickets");
        html.Table(["channels removed", "seed", "found at step", "masks until then", "largest of the last distances", "overlap with the first mask"], results.Removals.Where(removal => results.Scans.Any(scan => scan.Key == removal.Key)).OrderBy(removal => removal.Compression).ThenBy(removal => removal.Seed).Select(removal =>
        {
            var scans = results.Scans.Where(scan => scan.Key == removal.Key).OrderBy(scan => scan.Step).ToArray();
            return (IReadOnlyList<string>)
            [
                $"{Html.Percent(removal.Compression)}: {Text($"{removal.Removed:N0} of {(removal.Ranked == 0 ? removal.Channels : removal.Ranked):N0}")}",
                Text($"{removal.Seed}"),
                Text($"{removal.Step}{(removal.Found ? "" : " (not found: the last mask was taken)")}"),
                Text($"{scans.Length}"),
                Html.Percent(scans[^1].Distances.Take(4).DefaultIfEmpty(double.NaN).Max()),
                Html.Percent(scans[^1].Overlap),
            ];
        }));
        html.Paragraph("A mask of channels is made at step 0 and then in equal intervals; a ticket is found when its distances to the four masks before it, the fractions of channels that differ, are at most the threshold. Overlap: the fraction of the removed channels that the mask of the initial values removes, too. Where it is high, the order of the scales has hardly changed: the masks agree because the scales stand still.", "small");
        html.Raw("<div class=\"strips\">");
        foreach (var search in results.Scans.Where(scan => scan.Seed == results.Seeds[0]).GroupBy(scan => scan.Key).OrderBy(search => search.Key.Round))
            html.Raw($"<figure><figcaption>{Html.Escape(FormattableString.Invariant($"distances between all masks, {search.Key.Curve}, round {search.Key.Round}"))}</figcaption>{Matrix([.. search.OrderBy(scan => scan.Step)])}</figure>");
        html.Raw("</div>\n");
    }

    /// <summary>Row and column i are mask i; the darker, the further apart.</summary>
    static string Matrix(ChannelScan[] scans)
    {
        var cell = Math.Min(Cell, Math.Max(2, MaxMatrix / scans.Length));
        var size = cell * scans.Length;
        var svg = new SvgWriter(size, size, "distances between masks of channels", "matrix");
        var most = Math.Max(0.1, scans.SelectMany(scan => scan.Distances).DefaultIfEmpty(0).Max());
        for (var row = 0; row < scans.Length; row++)
            for (var column = 0; column < scans.Length; column++)
            {
                var (later, earlier) = (Math.Max(row, column), Math.Min(row, column));
                var distance = later == earlier ? 0 : scans[later].Distances[later - earlier - 1];
                svg.Cell(column * cell, row * cell, cell, distance / most, Text($"steps {scans[row].Step} and {scans[column].Step}: {distance:P1}"));
            }
        return svg.ToString();
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
