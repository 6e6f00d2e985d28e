using SparseGen.Kernels;

namespace SparseGen.Bench.Quick;

/// <summary>The contractions of the networks that are timed.</summary>
/// <param name="Model">"dcgan32"</param><param name="Name">"d2": the second layer of the discriminator</param>
/// <param name="Shape">as a convolution; a transposed one is its BackwardData</param>
/// <param name="Transposed">whether the layer runs forward as BackwardData</param>
sealed record Layer(string Model, string Name, ConvolutionShape Shape, bool Transposed)
{
    public static readonly string[] Models = ["dcgan32", "dcgan64", "sngan", "linear-ae"];

    public static IEnumerable<Layer> Of(string model, int batch) => model switch
    {
        "dcgan32" => Dcgan(model, batch, 32, [128, 256, 512]),
        "dcgan64" => Dcgan(model, batch, 64, [64, 128, 256, 512]),
        "sngan" => Sngan(model, batch),
        "linear-ae" => [Linear(model, "encoder", batch, 784, 128), Linear(model, "decoder", batch, 128, 784)],
        _ => throw new ArgumentException($"There is no model '{model}'; there are {string.Join(", ", Models)}."),
    };

    static IEnumerable<Layer> Dcgan(string model, int batch, int size, int[] channels)
    {
        var from = 3;
        for (var i = 0; i < channels.Length; i++, size /= 2)
        {
            yield return Down(model, $"d{i + 1}", batch, from, size, channels[i], 4, 2, 1);
            from = channels[i];
        }
        yield return Down(model, $"d{channels.Length + 1}", batch, from, size, 1, 4, 1, 0);
        yield return Up(model, "g1", batch, 128, 1, channels[^1], 1, 0);
        for (var i = channels.Length - 1; i >= 0; i--, size *= 2)
            yield return Up(model, $"g{channels.Length + 1 - i}", batch, channels[i], size, i > 0 ? channels[i - 1] : 3, 2, 1);
    }

    static IEnumerable<Layer> Sngan(string model, int batch)
    {
        (int From, int To, int Size, int Kernel, int Stride)[] layers = [(3, 64, 32, 3, 1), (64, 64, 32, 4, 2), (64, 128, 16, 3, 1), (128, 128, 16, 4, 2), (128, 256, 8, 3, 1), (256, 256, 8, 4, 2), (256, 512, 4, 3, 1)];
        for (var i = 0; i < layers.Length; i++)
            yield return Down(model, $"d{i + 1}", batch, layers[i].From, layers[i].Size, layers[i].To, layers[i].Kernel, layers[i].Stride, 1);
        yield return Linear(model, "d8", batch, 512 * 16, 1);
        yield return Linear(model, "g1", batch, 128, 512 * 16);
        yield return Up(model, "g2", batch, 512, 4, 256, 2, 1);
        yield return Up(model, "g3", batch, 256, 8, 128, 2, 1);
        yield return Up(model, "g4", batch, 128, 16, 64, 2, 1);
        yield return Down(model, "g5", batch, 64, 32, 3, 3, 1, 1);
    }

    static Layer Down(string model, string name, int batch, int from, int size, int to, int kernel, int stride, int padding) =>
        new(model, name, ConvolutionShape.Convolution(new Shape(from, size, size, batch), new Shape(to, from, kernel, kernel), (stride, stride), (padding, padding)), false);

    static Layer Up(string model, string name, int batch, int from, int size, int to, int stride, int padding) =>
        new(model, name, ConvolutionShape.Transposed(new Shape(from, size, size, batch), new Shape(from, to, 4, 4), (stride, stride), (padding, padding)), true);

    static Layer Linear(string model, string name, int batch, int from, int to) => new(model, name, ConvolutionShape.Linear(batch, from, to), false);
}
