using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The distribution of a parameter's or buffer's initial values.</summary>
public abstract record Initialiser
{
    /// <summary>All elements equal.</summary>
    public static Initialiser Constant(double value) => new ConstantInitialiser(value);

    /// <summary>N(mean, deviation²).</summary>
    public static Initialiser Normal(double deviation, double mean = 0) => new NormalInitialiser(mean, deviation);

    /// <summary>Uniform in [−bound, bound).</summary>
    public static Initialiser Uniform(double bound) => new UniformInitialiser(bound);

    /// <summary>N(0, 2/fan-in), for ReLU (He et al. 2015, eq. 10).</summary>
    public static Initialiser He(int fanIn) => Normal(Math.Sqrt(2.0 / fanIn));

    /// <summary>Uniform in ±1/√fan-in: the default of PyTorch's convolutions and linear layers, for weights and biases.</summary>
    public static Initialiser FanIn(int fanIn) => Uniform(1 / Math.Sqrt(fanIn));

    internal abstract void Fill(IKernels kernels, in RandomStream stream, Tensor tensor);

    sealed record ConstantInitialiser(double Value) : Initialiser
    {
        internal override void Fill(IKernels kernels, in RandomStream stream, Tensor tensor) => kernels.Fill(tensor, Value);
    }

    sealed record NormalInitialiser(double Mean, double Deviation) : Initialiser
    {
        internal override void Fill(IKernels kernels, in RandomStream stream, Tensor tensor) => kernels.Normal(stream, tensor, Mean, Deviation);
    }

    sealed record UniformInitialiser(double Bound) : Initialiser
    {
        internal override void Fill(IKernels kernels, in RandomStream stream, Tensor tensor) => kernels.Uniform(stream, tensor, -Bound, Bound);
    }
}
