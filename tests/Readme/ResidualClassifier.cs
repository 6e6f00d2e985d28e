using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Readme;

// sample
sealed class ResidualClassifier : Model
{
    readonly Module _network;
    readonly Adam _adam;
    readonly Batches _batches;                                     // the trainer's batches: of its seed and size

    public ResidualClassifier(Device device, ImageSet images, int batch, ulong seed) : base(device, seed, "cross entropy")
    {
        _network = AddComponent("network", new ResidualNetwork(device, images.Channels, images.Classes));
        _adam = AddOptimizer("adam", new Adam(Parameters, learningRate: 1e-2));
        _batches = new Batches(images, batch, seed);
    }

    protected override void Train(Variable images, in StepRandom random)
    {
        var loss = Objective.CrossEntropy(_network.Forward(images, Mode.Train), Targets((long)random.Step));
        _adam.Step(loss);
        Report(0, loss);
    }

    /// <summary>Images (C, H, W, N) → logits (K, N)</summary>
    protected override Variable PassThrough(Variable images) => _network.Forward(images, Mode.Evaluate);

    /// <summary>(K, N): 1 for the label of each image</summary>
    Tensor Targets(long step)
    {
        var (indices, targets) = (new int[_batches.Size], new float[_batches.Images.Classes * _batches.Size]);
        _batches.Indices(step, indices);
        for (var n = 0; n < indices.Length; n++) targets[_batches.Images.Labels[indices[n]] * indices.Length + n] = 1;
        return Device.Upload(new Shape(_batches.Images.Classes, indices.Length), targets);
    }
}

sealed class ResidualNetwork : Module
{
    readonly Module _first, _block, _last;

    public ResidualNetwork(Device device, int channels, int classes) : base(device)
    {
        _first = Add("first", new Sequential(device, new Convolution(device, channels, 16, kernel: 4, stride: 4), new Relu(device)));
        _block = Add("block", new Sequential(device, new Convolution(device, 16, 16, kernel: 3, padding: 1, bias: false), new BatchNorm(device, 16)));
        _last = Add("last", new Sequential(device, new AveragePooling(device, 7), new Flatten(device), new Linear(device, 16, classes)));
    }

    public override Variable Forward(Variable x, Mode mode)
    {
        x = _first.Forward(x, mode);                               // (16, 7, 7, N) of 28×28 images
        return _last.Forward((x + _block.Forward(x, mode)).Relu(), mode);
    }
}
// end of sample
