namespace SparseGen.Kernels;

/// <summary>The optimizers of <see cref="IKernels"/> for a single parameter.</summary>
public static class OptimizerExtensions
{
    /// <inheritdoc cref="IKernels.Adam"/>
    public static void Adam(this IKernels kernels, Tensor parameter, Tensor gradient, Tensor m, Tensor v, in AdamStep step) =>
        kernels.Adam([new(parameter, gradient, m, v)], step);

    /// <inheritdoc cref="IKernels.RmsProp"/>
    public static void RmsProp(this IKernels kernels, Tensor parameter, Tensor gradient, Tensor v, in RmsPropStep step) =>
        kernels.RmsProp([new(parameter, gradient, v)], step);

    /// <inheritdoc cref="IKernels.Sgd"/>
    public static void Sgd(this IKernels kernels, Tensor parameter, Tensor gradient, Tensor m, in SgdStep step) =>
        kernels.Sgd([new(parameter, gradient, m)], step);
}
