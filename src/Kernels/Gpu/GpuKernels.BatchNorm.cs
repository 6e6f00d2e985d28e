using ILGPU;

namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    const int MostSegmentsOfChannel = 32;

    public void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum)
    {
        Contract.Channels(x, gamma, beta, mean, inverseDeviation, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        if (x.Count == 0) return;
        var (channels, length) = Channels(x);
        var (parts, segments) = x.IsBFloat16()
            ? ChannelSums(new MomentTerm<BFloat16Elements>(x.Elements<BFloat16Elements>()), channels, length)
            : ChannelSums(new MomentTerm<Float32Elements>(x.Elements<Float32Elements>()), channels, length);
        var maps = _scratch.Borrow<Float4>(GpuScratch.Piece.Channels, channels);
        var running = new RunningStatistics(runningMean?.Floats() ?? ArrayView<float>.Empty, runningVariance?.Floats() ?? ArrayView<float>.Empty, momentum);
        _session.LaunchOver(new StatisticsJob(parts, segments, length, gamma.Floats(), beta.Floats(), epsilon, mean.Floats(), inverseDeviation.Floats(), maps, running), channels);
        Normalise(x, maps, length, y);
    }

    public void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y)
    {
        Contract.Channels(x, gamma, beta, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        if (x.Count == 0) return;
        var (channels, length) = Channels(x);
        var maps = _scratch.Borrow<Float4>(GpuScratch.Piece.Channels, channels);
        _session.LaunchOver(new EvaluationJob(gamma.Floats(), beta.Floats(), runningMean.Floats(), runningVariance.Floats(), epsilon, maps), channels);
        Normalise(x, maps, length, y);
    }

    public void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta)
    {
        Contract.Channels(x, gamma, mean, inverseDeviation, ggamma, gbeta);
        Contract.Pointwise(x, gy);
        Contract.Pointwise(x, gx);
        if (x.Count == 0) return;
        if (x.IsBFloat16()) BatchNormBackward<BFloat16Elements>(x, gamma, mean, inverseDeviation, gy, gx, ggamma, gbeta);
        else BatchNormBackward<Float32Elements>(x, gamma, mean, inverseDeviation, gy, gx, ggamma, gbeta);
    }

    void BatchNormBackward<TElements>(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta) where TElements : struct, IElements<TElements>
    {
        var (channels, length) = Channels(x);
        var (xs, gys) = (x.Elements<TElements>(), gy.Elements<TElements>());
        var (parts, segments) = ChannelSums(new GradientTerm<TElements>(xs, gys, mean.Floats()), channels, length);
        var maps = _scratch.Borrow<Float4>(GpuScratch.Piece.Channels, channels);
        _session.LaunchOver(new GradientsJob(parts, segments, length, gamma.Floats(), mean.Floats(), inverseDeviation.Floats(), ggamma.Floats(), gbeta.Floats(), maps), channels);
        var aligned = length % 4 == 0 && x.IsAligned() && gy.IsAligned() && gx.IsAligned();
        ForEach(new NormaliseBackwardStep<TElements>(xs, gys, maps, length, gx.Elements<TElements>()), x.Count, aligned);
    }

    void Normalise(Tensor x, ArrayView<Float4> maps, int length, Tensor y)
    {
        if (x.IsBFloat16()) Normalise<BFloat16Elements>(x, maps, length, y);
        else Normalise<Float32Elements>(x, maps, length, y);
    }

    void Normalise<TElements>(Tensor x, ArrayView<Float4> maps, int length, Tensor y) where TElements : struct, IElements<TElements> =>
        ForEach(new NormaliseStep<TElements>(x.Elements<TElements>(), maps, length, y.Elements<TElements>()), x.Count, length % 4 == 0 && x.IsAligned() && y.IsAligned());

    (ArrayView<double> Parts, int Segments) ChannelSums<TTerm>(TTerm term, int channels, int length) where TTerm : struct, IChannelTerm
    {
        var segments = Segments(channels, length / (_session.Threads * TermsOfThread), MostSegmentsOfChannel);
        var parts = _scratch.Borrow<double>(GpuScratch.Piece.Parts, 2L * segments * channels);
        _session.Launch(new ChannelSumsJob<TTerm>(term, parts, channels, length, segments), channels * segments, _session.Threads);
        return (parts, segments);
    }

    static (int Channels, int Length) Channels(Tensor x) => (x.Shape[0], checked((int)(x.Count / x.Shape[0])));
}
