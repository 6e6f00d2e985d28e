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
        var (parts, segments) = ChannelSums(new MomentTerm(x.Floats()), channels, length);
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
        var (channels, length) = Channels(x);
        var (parts, segments) = ChannelSums(new GradientTerm(x.Floats(), gy.Floats(), mean.Floats()), channels, length);
        var maps = _scratch.Borrow<Float4>(GpuScratch.Piece.Channels, channels);
        _session.LaunchOver(new GradientsJob(parts, segments, length, gamma.Floats(), mean.Floats(), inverseDeviation.Floats(), ggamma.Floats(), gbeta.Floats(), maps), channels);
        var aligned = length % 4 == 0 && x.IsAligned() && gy.IsAligned() && gx.IsAligned();
        ForEach(new NormaliseBackwardStep(x.Floats(), gy.Floats(), maps, length, gx.Floats()), x.Count, aligned);
    }

    void Normalise(Tensor x, ArrayView<Float4> maps, int length, Tensor y) =>
        ForEach(new NormaliseStep(x.Floats(), maps, length, y.Floats()), x.Count, length % 4 == 0 && x.IsAligned() && y.IsAligned());

    (ArrayView<double> Parts, int Segments) ChannelSums<TTerm>(TTerm term, int channels, int length) where TTerm : struct, IChannelTerm
    {
        var segments = Segments(channels, length / (_session.Threads * TermsOfThread), MostSegmentsOfChannel);
        var parts = _scratch.Borrow<double>(GpuScratch.Piece.Parts, 2L * segments * channels);
        _session.Launch(new ChannelSumsJob<TTerm>(term, parts, channels, length, segments), channels * segments, _session.Threads);
        return (parts, segments);
    }

    static (int Channels, int Length) Channels(Tensor x) => (x.Shape[0], checked((int)(x.Count / x.Shape[0])));
}
