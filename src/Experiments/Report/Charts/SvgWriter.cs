using System.Globalization;
using System.Net;
using System.Text;

namespace SparseGen.Experiments.Report;

/// <summary>Writes SVG: lines, shapes and texts. Coordinates are in pixels from the top left.</summary>
sealed class SvgWriter
{
    readonly StringBuilder _text = new();

    /// <param name="width">in pixels; scaled down if the page is narrower</param>
    /// <param name="height">in pixels</param>
    /// <param name="label">description of the drawing for screen readers</param>
    /// <param name="style">CSS classes</param>
    public SvgWriter(double width, double height, string label, string style) =>
        _text.Append(CultureInfo.InvariantCulture, $"<svg class=\"{style}\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" aria-label=\"{Escape(label)}\">");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _text.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");

    public void Polyline(IEnumerable<(double X, double Y)> points, string style) =>
        _text.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}\"/>");

    /// <param name="anchor">"start", "middle" or "end": which part of the words is at x</param>
    public void Text(double x, double y, string words, string anchor, string style, double rotation = 0)
    {
        var turn = rotation == 0 ? "" : $" transform=\"rotate({N(rotation)} {N(x)} {N(y)})\"";
        _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\"{turn}>{Escape(words)}</text>");
    }

    /// <summary>One of four shapes, so that series differ not only in colour, with a tooltip.</summary>
    public void Marker(int shape, double x, double y, double radius, string style, string words)
    {
        var path = (shape % 4) switch
        {
            0 => $"M{N(x - radius)} {N(y)}a{N(radius)} {N(radius)} 0 1 0 {N(2 * radius)} 0a{N(radius)} {N(radius)} 0 1 0 {N(-2 * radius)} 0z",
            1 => $"M{N(x - radius)} {N(y - radius)}h{N(2 * radius)}v{N(2 * radius)}h{N(-2 * radius)}z",
            2 => $"M{N(x)} {N(y - 1.2 * radius)}l{N(1.2 * radius)} {N(2.1 * radius)}h{N(-2.4 * radius)}z",
            _ => $"M{N(x)} {N(y - 1.3 * radius)}l{N(1.3 * radius)} {N(1.3 * radius)}l{N(-1.3 * radius)} {N(1.3 * radius)}l{N(-1.3 * radius)} {N(-1.3 * radius)}z",
        };
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{path}\"><title>{Escape(words)}</title></path>");
    }

    /// <summary>A filled square, of an opacity in [0, 1], with a tooltip.</summary>
    public void Cell(double x, double y, double size, double opacity, string words) =>
        _text.Append(CultureInfo.InvariantCulture, $"<rect class=\"cell\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(size)}\" height=\"{N(size)}\" fill-opacity=\"{N(opacity)}\"><title>{Escape(words)}</title></rect>");

    /// <summary>A cross of two strokes, with a tooltip.</summary>
    public void Cross(double x, double y, double radius, string style, string words)
    {
        var path = $"M{N(x - radius)} {N(y - radius)}l{N(2 * radius)} {N(2 * radius)}m0 {N(-2 * radius)}l{N(-2 * radius)} {N(2 * radius)}";
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{path}\"><title>{Escape(words)}</title></path>");
    }

    public override string ToString() => $"{_text}</svg>";

    public static string Escape(string words) => WebUtility.HtmlEncode(words);

    static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
