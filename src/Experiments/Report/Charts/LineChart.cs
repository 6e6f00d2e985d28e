using System.Globalization;
using System.Text;

namespace SparseGen.Experiments.Report;

/// <param name="X">in the units of the x axis; the mean</param>
/// <param name="Y">in the units of the y axis; the mean</param>
/// <param name="Deviation">half the length of the vertical error bar; 0 = none</param>
/// <param name="Words">the tooltip</param>
/// <param name="DeviationX">half the length of the horizontal error bar; 0 = none</param>
sealed record ChartPoint(double X, double Y, double Deviation, string Words, double DeviationX = 0);

/// <summary>A cross at the upper edge of a chart, at an x that has no y, such as a training that diverged.</summary>
/// <param name="X">in the units of the x axis</param>
/// <param name="Words">the tooltip</param>
sealed record ChartMark(double X, string Words);

/// <param name="Name">label in the legend</param>
/// <param name="Points">sorted by x</param>
/// <param name="Marks">drawn apart from the line</param>
sealed record Series(string Name, IReadOnlyList<ChartPoint> Points, IReadOnlyList<ChartMark> Marks)
{
    public Series(string name, IReadOnlyList<ChartPoint> points) : this(name, points, [])
    {
    }
}

/// <summary>A chart of lines with markers and error bars. It is drawn twice, for wide and for narrow screens; the style sheet shows one of them.</summary>
/// <param name="Label">description in one sentence</param>
/// <param name="Level">a horizontal line, such as the unpruned network's value</param>
sealed record LineChart(string Label, Axis X, Axis Y, IReadOnlyList<Series> Series, (string Name, double Value)? Level = null)
{
    /// <summary>Number of line colours in the style sheet.</summary>
    public const int Colours = 8;

    /// <summary>Vertical distance in pixels between the crosses of two series.</summary>
    const double CrossHeight = 12;

    public string ToHtml()
    {
        var html = new StringBuilder("<figure class=\"chart\">");
        Legend(html);
        html.Append(Draw(760, 400, 64, ticks: 14, "wide")).Append(Draw(350, 300, 52, ticks: 7, "narrow"));
        if (string.Join(' ', new[] { X.Note.Replace("vertical", "horizontal", StringComparison.Ordinal), Y.Note }.Where(note => note != "")) is { Length: > 0 } notes) html.Append(CultureInfo.InvariantCulture, $"<figcaption>{SvgWriter.Escape(notes)}</figcaption>");
        return html.Append("</figure>").ToString();
    }

    void Legend(StringBuilder html)
    {
        html.Append("<ul class=\"legend\">");
        for (var i = 0; i < Series.Count; i++)
        {
            var key = new SvgWriter(28, 14, Series[i].Name, "key");
            key.Line(0, 7, 28, 7, $"line c{i % Colours}");
            key.Marker(i, 14, 7, 4, $"mark c{i % Colours}", Series[i].Name);
            html.Append(CultureInfo.InvariantCulture, $"<li>{key} {SvgWriter.Escape(Series[i].Name)}</li>");
        }
        if (Level is { } level)
        {
            var key = new SvgWriter(28, 14, level.Name, "key");
            key.Line(0, 7, 28, 7, "level");
            html.Append(CultureInfo.InvariantCulture, $"<li>{key} {SvgWriter.Escape(level.Name)}</li>");
        }
        html.Append("</ul>");
    }

    string Draw(double width, double height, double left, int ticks, string style)
    {
        const double top = 22, right = 14, bottom = 48;
        var svg = new SvgWriter(width, height, Label, style);
        double Horizontal(double x) => left + X.Position(x) * (width - left - right);
        double Vertical(double y) => height - bottom - Math.Clamp(Y.Position(y), -0.02, 1.02) * (height - bottom - top);

        foreach (var (value, words) in Y.Ticks(7))
        {
            svg.Line(left, Vertical(value), width - right, Vertical(value), "grid");
            svg.Text(left - 7, Vertical(value) + 4, words, "end", "tick");
        }
        foreach (var (value, words) in X.Ticks(ticks))
        {
            svg.Line(Horizontal(value), height - bottom, Horizontal(value), height - bottom + 5, "axis");
            svg.Text(Horizontal(value), height - bottom + 19, words, "middle", "tick");
        }
        foreach (var value in X.MinorTicks) svg.Line(Horizontal(value), height - bottom, Horizontal(value), height - bottom + 3, "axis");
        foreach (var value in Y.MinorTicks) svg.Line(left - 3, Vertical(value), left, Vertical(value), "axis");
        svg.Line(left, height - bottom, width - right, height - bottom, "axis");
        if (Y.IsBroken) Break(svg, left, Y.Position(0) < 0 ? height - bottom : top);
        svg.Text((left + width - right) / 2, height - 8, X.Title, "middle", "title");
        svg.Text(4, 12, Y.Title, "start", "title");
        if (Level is { } level) svg.Line(left, Vertical(level.Value), width - right, Vertical(level.Value), "level");
        for (var i = 0; i < Series.Count; i++) Draw(svg, i, Horizontal, Vertical);
        return svg.ToString();
    }

    /// <summary>A break of two slanted strokes across the y axis, at its end that is nearest to 0.</summary>
    static void Break(SvgWriter svg, double x, double y)
    {
        svg.Line(x - 5, y + 1, x + 5, y - 5, "axis");
        svg.Line(x - 5, y + 5, x + 5, y - 1, "axis");
    }

    void Draw(SvgWriter svg, int index, Func<double, double> horizontal, Func<double, double> vertical)
    {
        var points = Series[index].Points.Where(point => double.IsFinite(point.Y)).ToArray();
        var colour = $"c{index % Colours}";
        svg.Polyline(points.Select(point => (horizontal(point.X), vertical(point.Y))), $"line {colour}");
        foreach (var point in points.Where(point => point.Deviation > 0))
        {
            var (x, high, low) = (horizontal(point.X), vertical(point.Y + point.Deviation), vertical(point.Y - point.Deviation));
            svg.Line(x, high, x, low, $"bar {colour}");
            svg.Line(x - 3, high, x + 3, high, $"bar {colour}");
            svg.Line(x - 3, low, x + 3, low, $"bar {colour}");
        }
        foreach (var point in points.Where(point => point.DeviationX > 0))
        {
            var (y, low, high) = (vertical(point.Y), horizontal(point.X - point.DeviationX), horizontal(point.X + point.DeviationX));
            svg.Line(low, y, high, y, $"bar {colour}");
            svg.Line(low, y - 3, low, y + 3, $"bar {colour}");
            svg.Line(high, y - 3, high, y + 3, $"bar {colour}");
        }
        foreach (var point in points) svg.Marker(index, horizontal(point.X), vertical(point.Y), 3.6, $"mark {colour}", point.Words);
        foreach (var mark in Series[index].Marks) svg.Cross(horizontal(mark.X), vertical(double.PositiveInfinity) + CrossHeight * (index + 1), 5, $"line {colour}", mark.Words);
    }
}
