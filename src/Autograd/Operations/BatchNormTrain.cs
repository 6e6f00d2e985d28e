namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>
    /// γ (x − mean)/√(variance + ε) + β per channel of x (C, …, N), with the statistics of this batch (Ioffe and Szegedy 2015,
    /// algorithm 1).
    /// </summary>
    /// <param name="gamma">γ (C)</param>
    /// <param name="beta">β (C)</param>
    /// <param name="runningMean">(C) or null; updated with the batch's mean</param>
    /// <param name="runningVariance">(C) or null; updated with the batch's unbiased variance</param>
    /// <param name="momentum">the weight of this batch in the running statistics</param>
    public Variable BatchNormTrain(Variable gamma, Variable beta, double epsilon, Tensor? runningMean = null, Tensor? runningVariance = null, double momentum = 0.1) =>
        new BatchNormTrain(epsilon).Of(this, gamma, beta, runningMean, runningVariance, momentum);
}

sealed class BatchNormTrain(double epsilon) : Operation
{
    Tensor? _mean;
    Tensor? _inverseDeviation;
    Tensor? _runningMean;
    Tensor? _runningVariance;
    long _elements;

    internal override Work Work => new(0, 0, 0, 6 * _elements);

    internal override int? WeightInput => 1;

    internal override Work WorkOfGradients(int needed) => new(0, 0, 0, 11 * _elements);

    public Variable Of(Variable x, Variable gamma, Variable beta, Tensor? runningMean, Tensor? runningVariance, double momentum)
    {
        var device = DeviceOf(x, gamma, beta);
        (_elements, _runningMean, _runningVariance) = (x.Value.Count, runningMean, runningVariance);
        var y = x.Allocate(x.Shape);
        _mean = device.Allocate(gamma.Shape);
        _inverseDeviation = device.Allocate(gamma.Shape);
        device.Kernels.BatchNormTrain(x.Value, gamma.Value, beta.Value, epsilon, y, _mean, _inverseDeviation, runningMean, runningVariance, momentum);
        return Record(y, x, gamma, beta);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) =>
        ChannelsOfBatchNorm.Follow(trace, Inputs, _runningMean, _runningVariance);

    protected internal override void Backward(in BackwardContext context)
    {
        WorkLog.Note(WorkOfGradients(needed: 3));
        if (context.Recording) Compose(context);
        else Fuse(context);
    }

    void Fuse(in BackwardContext context)
    {
        var (x, gamma, device) = (context.Input(0), context.Input(1), context.Gradient.Device);
        var gx = x.Allocate(x.Shape);
        var ggamma = device.Allocate(gamma.Shape);
        var gbeta = device.Allocate(gamma.Shape);
        device.Kernels.BatchNormBackward(x.Value, gamma.Value, _mean!, _inverseDeviation!, context.Gradient.Value, gx, ggamma, gbeta);
        context.Add(0, new Variable(device, gx));
        context.Add(1, new Variable(device, ggamma));
        context.Add(2, new Variable(device, gbeta));
    }

    /// <summary>
    /// The gradients in differentiable operations, with the statistics as functions of x: gβ = Σ gy, gγ = Σ gy x̂, gx =
    /// γ/deviation (gy − gβ/M − x̂ gγ/M).
    /// </summary>
    void Compose(in BackwardContext context)
    {
        var (x, gy) = (context.Input(0).Wide(), context.Gradient.Wide());
        var gamma = context.Input(1).PerChannel(x.Shape.Rank);
        var count = (double)x.Value.Count / x.Shape[0];
        var centred = x - x.SumTo(gamma.Shape) / count;
        var inverseDeviation = (centred.Square().SumTo(gamma.Shape) / count + epsilon).Sqrt().Reciprocal();
        var normalised = centred * inverseDeviation;
        var gbeta = gy.SumTo(gamma.Shape);
        var ggamma = (gy * normalised).SumTo(gamma.Shape);
        context.Add(0, (gamma * inverseDeviation * (gy - gbeta / count - normalised * (ggamma / count))).Cast(context.Gradient.Value.DType));
        context.Add(1, ggamma.Reshape(context.Input(1).Shape));
        context.Add(2, gbeta.Reshape(context.Input(2).Shape));
    }
}
