using System.Globalization;
using System.Text.RegularExpressions;
using SparseGen.Kernels;

namespace SparseGen.Tests;

/// <summary>The geometry of a golden convolution, as the file's metadata tell it: "convT n=16 ci=6 co=4 h=4 w=4 k=4x4 stride=2 pad=1 output_padding=0".</summary>
/// <param name="Transposed">whether <paramref name="Input"/> is the shape's output</param>
/// <param name="Input">(N, Cin, H, W)</param>
readonly partial record struct GoldenConvolution(bool Transposed, Shape Input, int OutChannels, ConvolutionShape Shape)
{
    public static GoldenConvolution Parse(string text)
    {
        var values = Assignment().Matches(text).ToDictionary(match => match.Groups[1].Value, match => Numbers(match.Groups[2].Value));
        int[] One(string key) => values.TryGetValue(key, out var found) ? found : [0];
        (int, int) Two(string key) => (One(key)[0], One(key)[^1]);
        var (batch, inputs, outputs) = (One("n")[0], One("ci")[0], One("co")[0]);
        var kernel = Two("k");
        var input = new Shape(batch, inputs, One("h")[0], One("w")[0]);
        var transposed = text.StartsWith("convT ", StringComparison.Ordinal);
        return new(transposed, input, outputs, transposed
            ? ConvolutionShape.Transposed(Golden.BatchLast(input), new(inputs, outputs, kernel.Item1, kernel.Item2), Two("stride"), Two("pad"), Two("output_padding"))
            : ConvolutionShape.Convolution(Golden.BatchLast(input), new(outputs, inputs, kernel.Item1, kernel.Item2), Two("stride"), Two("pad")));
    }

    static int[] Numbers(string text) =>
        [.. Number().Matches(text).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"(\w+)=(\([^)]*\)|\S+)")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
