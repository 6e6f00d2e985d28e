using System.Globalization;
using System.Text;

namespace SparseGen.Bench.Quick;

/// <summary>Times of training steps as bars in an SVG file, each with a mark where it would end if time fell with the weights.</summary>
sealed class StepChart(string title)
{
    const int Width = 760;
    const int Left = 70;
    const int Right = 150;
    const int RowHeight = 34;
    const int Top = 56;

    readonly List<(double Sparsity, double Seconds)> _rows = [];

    /// <summary>Adds a row; the first one is the dense step.</summary>
    public void Add(double sparsity, double seconds) => _rows.Add((sparsity, seconds));

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => File.WriteAllText(path, ToString());

    public override string ToString()
    {
        var svg = new StringBuilder();
        var height = Top + _rows.Count * RowHeight + 40;
        var dense = _rows[0].Seconds;
        var scale = (Width - Left - Right) / _rows.Max(row => row.Seconds);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"15\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"28\" font-size=\"17\">{title}</text>\n");
        for (var i = 0; i < _rows.Count; i++)
        {
            var (sparsity, seconds) = _rows[i];
            var y = Top + i * RowHeight;
            var ideal = Left + dense * (1 - sparsity) * scale;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{y + 17}\" text-anchor=\"end\">{sparsity:P0}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{seconds * scale:F1}\" height=\"24\" fill=\"#3d6fb4\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{ideal:F1}\" x2=\"{ideal:F1}\" y1=\"{y - 3}\" y2=\"{y + 27}\" stroke=\"#c8452d\" stroke-width=\"3\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + seconds * scale + 10:F1}\" y=\"{y + 17}\">{seconds * 1e3:G3} ms, {dense / seconds:F1} ×</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"{height - 14}\" font-size=\"13\">sparsity and time of a step; red: the dense time in proportion to the surviving weights</text>\n</svg>\n");
        return svg.ToString();
    }
}
