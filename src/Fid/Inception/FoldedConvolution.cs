using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>
/// A convolution with its batch normalisation folded in: y = max(w′ ⋆ x + s, 0) with w′ = w·γ/√(variance + ε) and
/// s = β − mean·γ/√(variance + ε), computed in double.
/// </summary>
sealed class FoldedConvolution : IDisposable
{
    const double Epsilon = 0.001;

    readonly Device _device;
    readonly Convolve _layer;
    readonly Tensor _weight;
    readonly Tensor _shift;

    /// <param name="layer">the geometry, and the prefix of the arrays' names</param>
    /// <param name="arrays">gives the array of a name and shape</param>
    public FoldedConvolution(Device device, Convolve layer, Func<string, Shape, NDArray> arrays)
    {
        _device = device;
        _layer = layer;
        var weight = arrays(WeightName(layer), layer.Weight).ToDouble();
        var (gamma, beta, mean, variance) = (Vector("weight"), Vector("bias"), Vector("running_mean"), Vector("running_var"));
        var shift = new float[layer.Out];
        var folded = new float[weight.Length];
        var row = weight.Length / layer.Out;
        for (var o = 0; o < layer.Out; o++)
        {
            var scale = gamma[o] / Math.Sqrt(variance[o] + Epsilon);
            shift[o] = (float)(beta[o] - mean[o] * scale);
            for (var i = o * row; i < (o + 1) * row; i++) folded[i] = (float)(weight[i] * scale);
        }
        _weight = device.AllocateOwned(layer.Weight);
        device.Write(_weight, folded);
        _shift = device.AllocateOwned(new Shape(layer.Out, 1, 1, 1));
        device.Write(_shift, shift);

        double[] Vector(string name) => arrays(NormalisationName(layer, name), new Shape(layer.Out)).ToDouble();
    }

    /// <summary>Names and shapes of the arrays of one layer.</summary>
    public static IEnumerable<KeyValuePair<string, Shape>> Arrays(Convolve layer)
    {
        yield return new(WeightName(layer), layer.Weight);
        foreach (var vector in (string[])["weight", "bias", "running_mean", "running_var"])
            yield return new(NormalisationName(layer, vector), new Shape(layer.Out));
    }

    /// <param name="x">(Cin, H, W, N)</param>
    /// <param name="y">(Cout, Hout, Wout, N), overwritten</param>
    public void Run(Tensor x, Tensor y)
    {
        _device.Kernels.ConvolutionForward(_layer.Geometry(x.Shape), x, new Weight(_weight), y);
        _device.Kernels.Binary(BinaryFunction.AddRelu, y, _shift, y);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _shift.Dispose();
    }

    static string WeightName(Convolve layer) => $"{layer.Name}.conv.weight";

    static string NormalisationName(Convolve layer, string vector) => $"{layer.Name}.bn.{vector}";
}
