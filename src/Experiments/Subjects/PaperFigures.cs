namespace SparseGen.Experiments;

/// <summary>Values of a model in Table 1 of the paper.</summary>
/// <param name="Parameters">number of weights</param>
/// <param name="WinningSparsity">sparsity of the sparsest winning ticket, on MNIST for linear-ae, otherwise on CIFAR-10</param>
/// <param name="OnCelebA">the same on CelebA, if it differs</param>
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
