using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Stochastic gradient descent with momentum and weight decay. Its velocity is "sgd.m".</summary>
public sealed class Sgd : Optimizer
{
    SgdStep _step;
    readonly Companion[] _m;

    public Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double weightDecay = 0) : base(parameters)
    {
        _step = new SgdStep(learningRate, momentum, weightDecay);
        _m = Follow("sgd.m");
    }

    /// <summary>For a schedule: may change from step to step.</summary>
    public double LearningRate
    {
        get => _step.LearningRate;
        set => _step = _step with { LearningRate = value };
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient) =>
        parameter.Device.Kernels.Sgd(parameter.Value.Value, gradient, _m[index].Tensor, _step);
}
