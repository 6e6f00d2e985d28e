namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Softmax(Tensor logits, Tensor probabilities)
    {
        using var rounding = RoundAtEnd();
        Contract.Logits(logits, probabilities);
        var zs = Values(logits);
        var ps = Values(probabilities);
        var (classes, batch) = (logits.Shape[0], logits.Shape[1]);
        for (var n = 0; n < batch; n++)
        {
            var logSum = LogSumExp(zs, classes, batch, n);
            for (var k = 0; k < classes; k++) ps[k * batch + n] = Math.Exp(zs[k * batch + n] - logSum);
        }
    }

    public void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss)
    {
        using var rounding = RoundAtEnd();
        Contract.Logits(logits, targets);
        var (classes, batch) = (logits.Shape[0], logits.Shape[1]);
        Contract.Same("the loss", loss.Shape, new Shape(1, batch));
        var zs = Values(logits);
        var ts = Values(targets);
        var losses = Values(loss);
        for (var n = 0; n < batch; n++)
        {
            var logSum = LogSumExp(zs, classes, batch, n);
            losses[n] = 0;
            for (var k = 0; k < classes; k++) losses[n] += ts[k * batch + n] * (logSum - zs[k * batch + n]);
        }
    }

    /// <summary>ln Σ exp z of column n, with the maximum subtracted to avoid overflow.</summary>
    static double LogSumExp(ReadOnlySpan<double> z, int classes, int batch, int n)
    {
        var largest = double.NegativeInfinity;
        for (var k = 0; k < classes; k++) largest = Math.Max(largest, z[k * batch + n]);
        var sum = 0.0;
        for (var k = 0; k < classes; k++) sum += Math.Exp(z[k * batch + n] - largest);
        return largest + Math.Log(sum);
    }
}
