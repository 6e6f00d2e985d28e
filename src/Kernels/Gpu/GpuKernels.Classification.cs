namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Softmax(Tensor logits, Tensor probabilities)
    {
        Contract.Logits(logits, probabilities);
        _session.LaunchOver(new SoftmaxJob(logits.Floats(), probabilities.Floats(), logits.Shape[0], logits.Shape[1]), logits.Shape[1]);
    }

    public void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss)
    {
        Contract.Logits(logits, targets);
        Contract.Same("the loss", loss.Shape, new Shape(1, logits.Shape[1]));
        _session.LaunchOver(new CrossEntropyJob(logits.Floats(), targets.Floats(), loss.Floats(), logits.Shape[0], logits.Shape[1]), logits.Shape[1]);
    }
}
