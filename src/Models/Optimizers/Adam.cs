using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Adam (Kingma and Ba 2015). Its moments are "adam.m" and "adam.v".</summary>
public sealed class Adam : Optimizer
{
    readonly double _learningRate;
    readonly double _beta1;
    readonly double _beta2;
    readonly Companion[] _m;
    readonly Companion[] _v;

    public Adam(IEnumerable<Parameter> parameters, double learningRate, double beta1 = 0.9, double beta2 = 0.999) : base(parameters)
    {
        _learningRate = learningRate;
        _beta1 = beta1;
        _beta2 = beta2;
        _m = Follow("adam.m");
        _v = Follow("adam.v");
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient) =>
        parameter.Device.Kernels.Adam(parameter.Value.Value, gradient, _m[index].Tensor, _v[index].Tensor, new AdamStep(Steps, _learningRate, _beta1, _beta2));
}
