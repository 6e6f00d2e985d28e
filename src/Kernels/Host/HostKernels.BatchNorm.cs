namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum)
    {
        Contract.Channels(x, gamma, beta, mean, inverseDeviation, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        if (x.Count == 0) return;
        var statistics = new ChannelStatistics(
            gamma.Floats(), beta.Floats(), mean.Floats(), inverseDeviation.Floats(),
            runningMean is null ? null : runningMean.Floats(), runningVariance is null ? null : runningVariance.Floats(), epsilon, momentum);
        if (x.IsBFloat16()) BatchNormTrain<BFloat16>(x, statistics, y);
        else BatchNormTrain<float>(x, statistics, y);
    }

    void BatchNormTrain<T>(Tensor x, in ChannelStatistics statistics, Tensor y) where T : unmanaged
    {
        var channels = x.Shape[0];
        var length = x.Count / channels;
        var streams = Streaming.IsFasterInRows(length, y, x);
        if (ChannelSplit.KeepsWhole(channels, length, tensors: 1))
        {
            var whole = ChannelSplit.Whole(channels, length);
            _team.Run(new NormaliseWholeJob<TLanes, T>(x.Elements<T>(), y.Elements<T>(), length, statistics, whole, streams), whole.Tasks);
            return;
        }
        var pieces = ChannelSplit.Pieces(channels, length);
        var parts = Borrow<PairSums>(pieces.Tasks + channels);
        var maps = (ChannelMap*)(parts + pieces.Tasks);
        _team.Run(new DeviationsJob<TLanes, T>(x.Elements<T>(), length, parts, pieces), pieces.Tasks);
        for (var c = 0; c < channels; c++)
            maps[c] = statistics.Finish(c, HostTensor.Value(x.Elements<T>() + c * length), Total(parts, pieces, c), length);
        _team.Run(new NormaliseJob<TLanes, T>(x.Elements<T>(), y.Elements<T>(), length, maps, pieces, streams), pieces.Tasks);
    }

    public void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y)
    {
        Contract.Channels(x, gamma, beta, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        if (x.Count == 0) return;
        var channels = x.Shape[0];
        var maps = Borrow<ChannelMap>(channels);
        for (var c = 0; c < channels; c++)
            maps[c] = ChannelMap.Of(runningMean.Floats()[c], gamma.Floats()[c] / Math.Sqrt(runningVariance.Floats()[c] + epsilon), beta.Floats()[c]);
        if (x.IsBFloat16()) Normalise<BFloat16>(x, maps, y);
        else Normalise<float>(x, maps, y);
    }

    void Normalise<T>(Tensor x, ChannelMap* maps, Tensor y) where T : unmanaged
    {
        var channels = x.Shape[0];
        var length = x.Count / channels;
        var pieces = ChannelSplit.Pieces(channels, length);
        _team.Run(new NormaliseJob<TLanes, T>(x.Elements<T>(), y.Elements<T>(), length, maps, pieces, Streaming.IsFasterInRows(length, y, x)), pieces.Tasks);
    }

    public void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta)
    {
        Contract.Channels(x, gamma, mean, inverseDeviation, ggamma, gbeta);
        Contract.Pointwise(x, gy);
        Contract.Pointwise(x, gx);
        if (x.Count == 0) return;
        var gradients = new ChannelGradients(gamma.Floats(), mean.Floats(), inverseDeviation.Floats(), ggamma.Floats(), gbeta.Floats());
        if (x.IsBFloat16()) BatchNormBackward<BFloat16>(x, mean, gradients, gy, gx);
        else BatchNormBackward<float>(x, mean, gradients, gy, gx);
    }

    void BatchNormBackward<T>(Tensor x, Tensor mean, in ChannelGradients gradients, Tensor gy, Tensor gx) where T : unmanaged
    {
        var channels = x.Shape[0];
        var length = x.Count / channels;
        var streams = Streaming.IsFasterInRows(length, gx, x, gy);
        if (ChannelSplit.KeepsWhole(channels, length, tensors: 2))
        {
            var whole = ChannelSplit.Whole(channels, length);
            _team.Run(new NormaliseBackwardWholeJob<TLanes, T>(x.Elements<T>(), gy.Elements<T>(), mean.Floats(), gx.Elements<T>(), length, gradients, whole, streams), whole.Tasks);
            return;
        }
        var pieces = ChannelSplit.Pieces(channels, length);
        var parts = Borrow<PairSums>(pieces.Tasks + channels);
        var maps = (ChannelGradient*)(parts + pieces.Tasks);
        _team.Run(new GradientSumsJob<TLanes, T>(x.Elements<T>(), gy.Elements<T>(), mean.Floats(), length, parts, pieces), pieces.Tasks);
        for (var c = 0; c < channels; c++) maps[c] = gradients.Finish(c, Total(parts, pieces, c), length);
        _team.Run(new NormaliseBackwardJob<TLanes, T>(x.Elements<T>(), gy.Elements<T>(), gx.Elements<T>(), length, maps, pieces, streams), pieces.Tasks);
    }

    /// <summary>The sums of channel c over all its pieces.</summary>
    static PairSums Total(PairSums* parts, in Grid pieces, int c)
    {
        var total = default(PairSums);
        for (var k = 0; k < pieces.PiecesPerRow; k++) total += parts[c * pieces.PiecesPerRow + k];
        return total;
    }

    /// <summary>Scratch memory, valid until the next call.</summary>
    T* Borrow<T>(long count) where T : unmanaged => (T*)_scratch.Shared(Scratch.Piece.Sums, (count * sizeof(T) + sizeof(float) - 1) / sizeof(float));
}
