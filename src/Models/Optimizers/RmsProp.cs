using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>RMSprop (Hinton 2012), uncentred. Its moment is "rmsprop.v".</summary>
public sealed class RmsProp : Optimizer
{
    readonly RmsPropStep _step;
    readonly Companion[] _v;

    public RmsProp(IEnumerable<Parameter> parameters, double learningRate, double alpha = 0.99) : base(parameters)
    {
        _step = new RmsPropStep(learningRate, alpha);
        _v = Follow("rmsprop.v");
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient) =>
        parameter.Device.Kernels.RmsProp(parameter.Value.Value, gradient, _v[index].Tensor, _step);
}
