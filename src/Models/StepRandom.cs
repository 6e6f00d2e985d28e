using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The random numbers of one training step: a function of the run's seed, the step and their purpose, so that paired runs see the same.</summary>
/// <param name="Seed">the run's</param>
/// <param name="Step">counted from 0</param>
public readonly record struct StepRandom(ulong Seed, ulong Step)
{
    /// <summary>A leaf of standard normal numbers, in the innermost scope.</summary>
    /// <param name="device">where it is filled</param>
    /// <param name="purpose">"latent"; another for each use within the step</param>
    /// <param name="shape">(F, N)</param>
    public Variable Normal(Device device, ReadOnlySpan<char> purpose, in Shape shape)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Normal(RandomStream.For(Seed, purpose, Step), tensor);
        return new Variable(device, tensor);
    }

    /// <summary>A leaf of numbers uniform in [0, 1), in the innermost scope.</summary>
    /// <inheritdoc cref="Normal"/>
    public Variable Uniform(Device device, ReadOnlySpan<char> purpose, in Shape shape)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Uniform(RandomStream.For(Seed, purpose, Step), tensor);
        return new Variable(device, tensor);
    }
}
