using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>Loss functions; their values have rank 0, and are computed in the number format of the device.</summary>
public static class Objective
{
    /// <summary>The mean of (x − y)² over all elements.</summary>
    public static Variable SquaredError(Variable x, Variable y) => x.Wide().SquaredDifference(y.Wide()).Mean();

    /// <summary>(x − y)² summed over pixels, mean over the batch.</summary>
    /// <param name="x">(C, H, W, N)</param>
    /// <param name="y">(C, H, W, N)</param>
    public static Variable SquaredErrorPerImage(Variable x, Variable y) => x.Wide().SquaredDifference(y.Wide()).Sum() / x.Shape[x.Shape.Rank - 1];

    /// <summary>The mean binary cross entropy of logits, any shape, against one target: 1 for real, 0 for fake.</summary>
    public static Variable BinaryCrossEntropy(Variable logits, double target) => logits.Wide().BceWithLogits(target).Mean();

    /// <summary>The hinge loss: the mean of max(0, 1 − sign·z) (Lim and Ye 2017).</summary>
    /// <param name="logits">z, of any shape</param>
    /// <param name="sign">1 for real, −1 for fake</param>
    public static Variable Hinge(Variable logits, double sign) => (1 - logits.Wide() * sign).Relu().Mean();

    /// <summary>The mean over the batch of (‖∂ critic/∂x‖ − 1)² (Gulrajani et al. 2017, eq. 3).</summary>
    /// <param name="critic">gives one number for each image, which must not depend on the other images</param>
    /// <param name="images">x (C, H, W, N); no gradient is propagated to what they were computed from</param>
    public static Variable GradientPenalty(Func<Variable, Variable> critic, Variable images)
    {
        var x = new Variable(images.Device, images.Value, requiresGradient: true);
        var gradient = Gradient.Of(critic(x).Sum(), [x], createGraph: true)[0];
        return (gradient.Wide().NormPerImage() - 1).Square().Mean();
    }

    /// <summary>The mean over the batch of −Σ t·ln softmax(z).</summary>
    /// <param name="logits">(K, N)</param>
    /// <param name="targets">(K, N), each column a distribution</param>
    public static Variable CrossEntropy(Variable logits, Tensor targets) => logits.Wide().SoftmaxCrossEntropy(targets).Mean();

    /// <summary>The mean over the batch of −ln softmax(z) of each image's class.</summary>
    /// <param name="logits">z (K, N)</param>
    /// <param name="labels">(N)</param>
    /// <exception cref="ArgumentException">The number of labels is not N, or a label is not below K.</exception>
    public static Variable CrossEntropy(Variable logits, ReadOnlySpan<byte> labels)
    {
        var (classes, batch) = (logits.Shape[0], logits.Shape[1]);
        if (labels.Length != batch) throw new ArgumentException($"{labels.Length} labels do not fit logits (K, N) = {logits.Shape}: a step is given one for each image.");
        var targets = new float[classes * batch];
        for (var n = 0; n < batch; n++)
            targets[labels[n] < classes ? labels[n] * batch + n : throw new ArgumentException($"Label {labels[n]} is not one of {classes} classes.")] = 1;
        return CrossEntropy(logits, logits.Device.Upload(logits.Shape, targets));
    }

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) = −½ Σ (1 + ln σ² − μ² − σ²), summed over latents, mean over the batch (Kingma and Welling 2014, appendix B).</summary>
    /// <param name="mean">μ (F, N)</param>
    /// <param name="logVariance">ln σ² (F, N)</param>
    public static Variable KullbackLeibler(Variable mean, Variable logVariance)
    {
        (mean, logVariance) = (mean.Wide(), logVariance.Wide());
        return (mean.Square() + logVariance.Exp() - logVariance - 1).Sum() * (0.5 / mean.Shape[1]);
    }
}
