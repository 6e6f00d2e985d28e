using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace OwnNetworks;

// sample
sealed class ResidualClassifier : Model
{
    public ResidualClassifier(Device device, ulong seed, int channels = 1, int classes = 10) : base(device, seed)
    {
        var network = AddComponent("network", new ResidualNetwork(device, channels, classes));
        AddUpdate("cross entropy", new Adam(Parameters, learningRate: 1e-2), batch => Objective.CrossEntropy(network.Forward(batch.Images, Mode.Train), batch.Labels));
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
