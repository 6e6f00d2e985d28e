using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>What training lowers: functions whose value is one number.</summary>
public static class Objective
{
    /// <summary>The mean of (x − y)² over all elements.</summary>
    public static Variable SquaredError(Variable x, Variable y) => x.SquaredDifference(y).Mean();

    /// <summary>The mean binary cross entropy of logits, any shape, against one target: 1 for real, 0 for fake.</summary>
    public static Variable BinaryCrossEntropy(Variable logits, double target) => logits.BceWithLogits(target).Mean();

    /// <summary>The mean over the batch of −Σ t·ln softmax(z).</summary>
    /// <param name="logits">(K, N)</param>
    /// <param name="targets">(K, N), each column a distribution</param>
    public static Variable CrossEntropy(Variable logits, Tensor targets) => logits.SoftmaxCrossEntropy(targets).Mean();

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) = −½ Σ (1 + ln σ² − μ² − σ²), summed over latents, mean over the batch (Kingma and Welling 2014, appendix B).</summary>
    /// <param name="mean">μ (F, N)</param>
    /// <param name="logVariance">ln σ² (F, N)</param>
    public static Variable KullbackLeibler(Variable mean, Variable logVariance) =>
        (mean.Square() + logVariance.Exp() - logVariance - 1).Sum() * (0.5 / mean.Shape[1]);
}
