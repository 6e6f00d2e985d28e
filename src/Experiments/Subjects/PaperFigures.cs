namespace SparseGen.Experiments;

/// <summary>What Table 1 of the paper says of a model.</summary>
/// <param name="Parameters">weights</param>
/// <param name="WinningSparsity">of the sparsest winning ticket: on MNIST for linear-ae, else on CIFAR-10</param>
/// <param name="OnCelebA">the same on CelebA, where it is another</param>
public sealed record PaperFigures(double Parameters, double WinningSparsity, double? OnCelebA = null)
{
    /// <summary>The sparsity of the sparsest winning ticket on a data set; null if the paper has none.</summary>
    public double? SparsityOn(string dataSet) => dataSet switch
    {
        "celeba" or "celeba-64" => OnCelebA ?? WinningSparsity,
        "mnist" or "cifar10" => WinningSparsity,
        _ => null,
    };
}
