using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The random numbers of one training step: a function of the run's seed, the step and their purpose, so that runs to be compared use the same numbers.</summary>
/// <param name="Seed">seed of the run</param>
/// <param name="Step">counted from 0</param>
public readonly record struct StepRandom(ulong Seed, ulong Step)
{
    /// <summary>A constant of standard normal numbers, in the innermost scope.</summary>
    /// <param name="purpose">names the random stream, such as "latent"; different for each use within a step</param>
    public Variable Normal(Device device, ReadOnlySpan<char> purpose, in Shape shape)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Normal(RandomStream.For(Seed, purpose, Step), tensor);
        return new Variable(device, tensor);
    }

    /// <summary>A constant of numbers uniform in [0, 1), in the innermost scope.</summary>
    /// <inheritdoc cref="Normal"/>
    public Variable Uniform(Device device, ReadOnlySpan<char> purpose, in Shape shape)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Uniform(RandomStream.For(Seed, purpose, Step), tensor);
        return new Variable(device, tensor);
    }
}
