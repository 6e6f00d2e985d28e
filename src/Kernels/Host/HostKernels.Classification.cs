namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Softmax(Tensor logits, Tensor probabilities)
    {
        Contract.Logits(logits, probabilities);
        ForEachColumn(new SoftmaxStep<TLanes>(logits.Floats(), probabilities.Floats(), logits.Shape[0], logits.Shape[1]), logits.Shape);
    }

    public void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss)
    {
        Contract.Logits(logits, targets);
        Contract.Same("the loss", loss.Shape, new Shape(1, logits.Shape[1]));
        ForEachColumn(new CrossEntropyStep<TLanes>(logits.Floats(), targets.Floats(), loss.Floats(), logits.Shape[0], logits.Shape[1]), logits.Shape);
    }

    void ForEachColumn<TStep>(TStep step, in Shape logits) where TStep : struct, IStep<TLanes>
    {
        if (logits.Count == 0) return;
        var job = new ColumnsJob<TLanes, TStep>(step, logits[0], logits[1]);
        _team.Run(job, job.Tasks);
    }
}
