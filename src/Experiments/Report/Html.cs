using System.Globalization;
using System.Text;

namespace SparseGen.Experiments.Report;

/// <summary>Writes HTML. All texts are escaped, except those of <see cref="Raw"/>.</summary>
sealed class Html
{
    readonly StringBuilder _text = new();

    public Html Heading(int level, string words) => Raw($"<h{level}>{Escape(words)}</h{level}>\n");

    public Html Paragraph(string words, string style = "") => Raw(style == "" ? $"<p>{Escape(words)}</p>\n" : $"<p class=\"{style}\">{Escape(words)}</p>\n");

    /// <summary>A table that scrolls horizontally if it is too wide. The cells of the first column are row headings.</summary>
    public Html Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, Func<int, bool>? isMarked = null)
    {
        Raw("<div class=\"scroll\"><table><thead><tr>");
        foreach (var head in heads) Raw($"<th>{Escape(head)}</th>");
        Raw("</tr></thead><tbody>\n");
        var number = 0;
        foreach (var row in rows)
        {
            Raw(isMarked?.Invoke(number++) == true ? "<tr class=\"best\">" : "<tr>");
            Raw($"<th>{Escape(row[0])}</th>");
            foreach (var cell in row.Skip(1)) Raw($"<td>{Escape(cell)}</td>");
            Raw("</tr>\n");
        }
        return Raw("</tbody></table></div>\n");
    }

    /// <summary>Content that is hidden until the reader opens it.</summary>
    public Html Details(string summary, Action content)
    {
        Raw($"<details><summary>{Escape(summary)}</summary>\n");
        content();
        return Raw("</details>\n");
    }

    public Html Raw(string html)
    {
        _text.Append(html);
        return this;
    }

    public override string ToString() => _text.ToString();

    public static string Escape(string words) => SvgWriter.Escape(words);

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) => !double.IsFinite(value) ? "–" : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>"0.01234 ± 0.00012", or without the deviation if there is only one value.</summary>
    public static string Number(Statistics statistics) => statistics.Count switch
    {
        0 => "–",
        1 => Number(statistics.Mean),
        _ => WithDeviation(statistics.Mean, statistics.Deviation),
    };

    /// <summary>The deviation with two significant digits, the mean with as many decimals.</summary>
    static string WithDeviation(double mean, double deviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation <= 0) return $"{Number(mean)} ± {Number(deviation)}";
        var decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(deviation)), 0, 12);
        var format = $"F{decimals}";
        return $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <summary>"1:02:03"</summary>
    public static string Duration(double seconds) => TimeSpan.FromSeconds(Math.Round(seconds)).ToString("g", CultureInfo.InvariantCulture);

    /// <summary>"89.3 %"</summary>
    public static string Percent(double fraction) => double.IsFinite(fraction) ? (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";
}
