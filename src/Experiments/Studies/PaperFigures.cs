namespace SparseGen.Experiments;

/// <summary>What Table 1 of the paper says of a model.</summary>
/// <param name="Parameters">weights</param>
/// <param name="WinningSparsity">of the sparsest winning ticket: on MNIST for linear-ae, else on CIFAR-10</param>
public sealed record PaperFigures(double Parameters, double WinningSparsity);
