using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>InceptionV3 for evaluation; see <see cref="InceptionArchitecture"/>. The output of a layer is released after its last use.</summary>
public sealed class InceptionNetwork : IDisposable
{
    const string ClassifierName = "fc.weight";

    readonly Device _device;
    readonly Dictionary<Convolve, FoldedConvolution> _convolutions;
    readonly Tensor _classifier;

    /// <param name="arrays">gives the array of a name and shape, for each of <see cref="Arrays"/></param>
    public InceptionNetwork(Device device, Func<string, Shape, NDArray> arrays)
    {
        _device = device;
        using var fingerprint = new Fingerprint();
        _convolutions = InceptionArchitecture.Stages.SelectMany(stage => stage.Convolutions)
            .ToDictionary(layer => layer, layer => new FoldedConvolution(device, layer, Hashed));
        _classifier = device.AllocateOwned(ClassifierShape);
        device.Write(_classifier, Hashed(ClassifierName, ClassifierShape).ToSingle());
        Fingerprint = fingerprint.Finish();

        NDArray Hashed(string name, Shape shape)
        {
            var array = arrays(name, shape);
            fingerprint.Add(name).Add(array.Bytes);
            return array;
        }
    }

    /// <summary>A hash of the weights in hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the weights of a network from a file.</summary>
    /// <param name="path">see <see cref="WeightFile"/></param>
    /// <param name="note">receives messages for the user on how the file was interpreted</param>
    /// <exception cref="FileFormatException">The file is damaged, or an array is missing, unknown, not finite, or has another shape.</exception>
    public static InceptionNetwork Load(string path, Device device, Action<string>? note = null)
    {
        var file = WeightFile.Read(path);
        foreach (var text in file.Notes) note?.Invoke(text);
        var import = Import(file);
        var network = new InceptionNetwork(device, (name, shape) => import.Take(name, shape));
        try
        {
            import.End("the Inception network");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The import of the network's arrays from a file, which ignores the additional arrays of the published files.</summary>
    internal static StrictImport Import(ArrayFile file) => new(file, IgnorableArrays.InInception);

    /// <summary>Names and shapes of all arrays of the network. The bias of the classifier is not used: the Inception Score is defined without it.</summary>
    public static IEnumerable<KeyValuePair<string, Shape>> Arrays =>
        InceptionArchitecture.Stages.SelectMany(stage => stage.Convolutions).SelectMany(FoldedConvolution.Arrays)
            .Append(new(ClassifierName, ClassifierShape));

    static Shape ClassifierShape => new(InceptionArchitecture.Classes, InceptionArchitecture.Features);

    /// <summary>Computes the map after a stage, which the caller disposes.</summary>
    /// <param name="stage">0 … 3</param>
    /// <param name="x">the map before the stage; for stage 0 images (3, 299, 299, N)</param>
    internal Tensor Stage(int stage, Tensor x)
    {
        var layer = InceptionArchitecture.Stages[stage];
        var y = _device.AllocateOwned(layer.Output(x.Shape));
        Run(layer, x, y);
        return y;
    }

    /// <summary>Computes the features "pool3": the mean of the last map over its pixels.</summary>
    /// <param name="images">(3, 299, 299, N)</param>
    /// <param name="features">(2048, N), overwritten</param>
    public void Extract(Tensor images, Tensor features)
    {
        var map = images;
        for (var stage = 0; stage < InceptionArchitecture.Stages.Count; stage++)
        {
            var next = Stage(stage, map);
            if (map != images) map.Dispose();
            map = next;
        }
        Mean(map, features);
        map.Dispose();
    }

    /// <summary>Computes the logits of the classifier without its bias.</summary>
    /// <param name="features">(2048, N)</param>
    /// <param name="logits">(1008, N), overwritten</param>
    public void Classify(Tensor features, Tensor logits)
    {
        var shape = ConvolutionShape.Linear(features.Shape[1], InceptionArchitecture.Features, InceptionArchitecture.Classes);
        _device.Kernels.ConvolutionForward(shape, features.Reshape(shape.Input), new Weight(_classifier), logits.Reshape(shape.Output));
    }

    /// <summary>The mean over pixels.</summary>
    /// <param name="map">(C, H, W, N)</param>
    /// <param name="mean">(C, N), overwritten</param>
    internal void Mean(Tensor map, Tensor mean)
    {
        var shape = map.Shape;
        _device.Kernels.Sum(map, mean.Reshape(new Shape(shape[0], 1, 1, shape[3])));
        _device.Kernels.Unary(UnaryFunction.Affine, mean, mean, 1.0 / (shape[1] * shape[2]));
    }

    public void Dispose()
    {
        foreach (var convolution in _convolutions.Values) convolution.Dispose();
        _classifier.Dispose();
    }

    void Run(Layer layer, Tensor x, Tensor y)
    {
        switch (layer)
        {
            case Convolve convolve: _convolutions[convolve].Run(x, y); break;
            case Pool { Largest: true } pool: _device.Kernels.MaxPool(pool.Geometry(x.Shape), x, y); break;
            case Pool pool: _device.Kernels.AveragePool(pool.Geometry(x.Shape), x, y); break;
            case Chain chain: Run(chain, x, y); break;
            case Branches branches: Run(branches, x, y); break;
            default: throw new NotSupportedException($"{layer.GetType().Name} is not a layer of Inception.");
        }
    }

    void Run(Chain chain, Tensor x, Tensor y)
    {
        var map = x;
        for (var i = 0; i < chain.Layers.Length; i++)
        {
            var layer = chain.Layers[i];
            var next = i == chain.Layers.Length - 1 ? y : _device.AllocateOwned(layer.Output(map.Shape));
            Run(layer, map, next);
            if (map != x) map.Dispose();
            map = next;
        }
    }

    /// <summary>Each branch writes its own slice of the output, which is contiguous since channels are the first axis.</summary>
    void Run(Branches branches, Tensor x, Tensor y)
    {
        var channel = 0;
        foreach (var layer in branches.Layers)
        {
            var channels = layer.Output(x.Shape)[0];
            Run(layer, x, y.Slice(channel, channels));
            channel += channels;
        }
    }
}
