namespace SparseGen.Autograd;

/// <summary>A function to be checked, with the shapes and ranges of its inputs.</summary>
/// <param name="Name">"multiply, broadcast"</param>
/// <param name="Function">of leaves in Float64, in the order of the inputs; without side effects</param>
public sealed record GradientCase(string Name, Func<Variable[], Variable> Function, params GradientInput[] Inputs);

/// <summary>A leaf of random numbers.</summary>
public readonly record struct GradientInput(Shape Shape, Domain Domain = Domain.Any);

/// <summary>The range from which elements are drawn, chosen so that functions are not evaluated near kinks and poles.</summary>
public enum Domain
{
    /// <summary>[−1, 1)</summary>
    Any,

    /// <summary>[½, 1½)</summary>
    Positive,

    /// <summary>magnitudes in [½, 1), either sign</summary>
    AwayFromZero,
}
