using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Fid;

/// <summary>
/// Files of classifier weights: arrays named by the network's paths, and the input scaling as "input_mean" and "input_deviation". Files
/// of published weights have no such arrays; the scaling of ImageNet is used for them.
/// </summary>
public static class ClassifierFile
{
    const string MeanName = "input_mean", DeviationName = "input_deviation";

    /// <summary>Constructs the network with the weights of a file.</summary>
    /// <param name="file">from .npz, .safetensors or PyTorch</param>
    /// <param name="image">(C, H, W)</param>
    /// <param name="classes">K</param>
    /// <exception cref="FileFormatException">An array is missing, left over, not finite, or has another shape.</exception>
    public static ClassifierNetwork Load(ArrayFile file, Device device, ClassifierKind kind, in Shape image, int classes)
    {
        var import = new StrictImport(file, IgnorableArrays.InAnyNetwork);
        var network = kind.Create(device, image, classes, Scaling(file.Path, import, image[0]));
        try
        {
            using var scope = device.OpenScope();
            foreach (var parameter in network.Parameters) device.Write(parameter.Value.Value, import.Take(parameter.Path, parameter.Shape).ToSingle());
            foreach (var buffer in network.Buffers) device.Write(buffer.Tensor, import.Take(buffer.Path, buffer.Tensor.Shape).ToSingle());
            import.End($"a {kind} for {image[0]} × {image[1]} × {image[2]} and {classes} classes");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Writes a network atomically, as safetensors.</summary>
    public static void Save(string path, ClassifierNetwork network, IReadOnlyDictionary<string, string> metadata)
    {
        var device = network.Device;
        var arrays = network.Parameters.Select(parameter => new KeyValuePair<string, NDArray>(parameter.Path, Array(parameter.Value.Value)))
            .Concat(network.Buffers.Select(buffer => new KeyValuePair<string, NDArray>(buffer.Path, Array(buffer.Tensor))))
            .Append(new(MeanName, Vector(network.Scaling.Mean)))
            .Append(new(DeviationName, Vector(network.Scaling.Deviation)));
        Safetensors.Write(path, arrays, metadata);

        NDArray Array(Tensor tensor) => NDArray.Of<float>(tensor.Shape, device.Read(tensor));
        static NDArray Vector(IReadOnlyList<double> values) => NDArray.Of<double>(new Shape(values.Count), [.. values]);
    }

    static InputScaling Scaling(string path, StrictImport import, int channels)
    {
        if (!import.Has(MeanName)) return channels == InputScaling.ImageNet.Mean.Count
            ? InputScaling.ImageNet
            : throw new FileFormatException(path, $"expected '{MeanName}' and '{DeviationName}' of {Plural.Of(channels, "channel")}, found neither: only weights of colour images can do without");
        var shape = new Shape(channels);
        return new InputScaling(import.Take(MeanName, shape).ToDouble(), import.Take(DeviationName, shape).ToDouble());
    }
}
