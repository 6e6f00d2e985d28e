using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>max(x, 0)</summary>
public sealed class Relu(Device device) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode) => x.Relu();
}

/// <summary>x if x > 0, else slope·x</summary>
public sealed class LeakyRelu(Device device, double slope = 0.2) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode) => x.LeakyRelu(slope);
}

public sealed class Tanh(Device device) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode) => x.Tanh();
}

public sealed class Sigmoid(Device device) : Module(device)
{
    public override Variable Forward(Variable x, Mode mode) => x.Sigmoid();
}
