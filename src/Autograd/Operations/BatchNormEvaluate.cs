namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>γ (x − running mean)/√(running variance + ε) + β per channel of x (C, …, N), with the running statistics as constants.</summary>
    /// <param name="gamma">γ (C)</param>
    /// <param name="beta">β (C)</param>
    /// <param name="runningMean">(C)</param>
    /// <param name="runningVariance">(C)</param>
    public Variable BatchNormEvaluate(Variable gamma, Variable beta, Tensor runningMean, Tensor runningVariance, double epsilon) =>
        new BatchNormEvaluate(runningMean, runningVariance, epsilon).Of(this, gamma, beta);
}

sealed class BatchNormEvaluate(Tensor runningMean, Tensor runningVariance, double epsilon) : Operation
{
    long _elements;

    internal override Work Work => new(0, 0, 0, 2 * _elements);

    internal override int? WeightInput => 1;

    internal override Work WorkOfGradients(int needed) => new(0, 0, 0, 11 * _elements);

    public Variable Of(Variable x, Variable gamma, Variable beta)
    {
        var device = DeviceOf(x, gamma, beta);
        _elements = x.Value.Count;
        var y = x.Allocate(x.Shape);
        device.Kernels.BatchNormEvaluate(x.Value, gamma.Value, beta.Value, runningMean, runningVariance, epsilon, y);
        return Record(y, x, gamma, beta);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) =>
        ChannelsOfBatchNorm.Follow(trace, Inputs, runningMean, runningVariance);

    protected internal override void Backward(in BackwardContext context)
    {
        var (x, gamma, gy) = (context.Input(0).Wide(), context.Input(1), context.Gradient.Wide());
        var mean = new Variable(gy.Device, runningMean).PerChannel(x.Shape.Rank);
        var inverseDeviation = (new Variable(gy.Device, runningVariance).PerChannel(x.Shape.Rank) + epsilon).Sqrt().Reciprocal();
        if (context.Needs(0)) context.Add(0, (gy * (gamma.PerChannel(x.Shape.Rank) * inverseDeviation)).Cast(context.Gradient.Value.DType));
        if (context.Needs(1)) context.Add(1, (gy * (x - mean) * inverseDeviation).SumTo(mean.Shape).Reshape(gamma.Shape));
        if (context.Needs(2)) context.Add(2, gy.SumTo(mean.Shape).Reshape(gamma.Shape));
    }
}
