namespace SparseGen.Autograd;

/// <summary>A function to be checked, and where its inputs are drawn.</summary>
/// <param name="Name">"multiply, broadcast"</param>
/// <param name="Function">of leaves in double; must not change anything</param>
/// <param name="Inputs">one a leaf</param>
public sealed record GradientCase(string Name, Func<Variable[], Variable> Function, params GradientInput[] Inputs);

/// <summary>A leaf of random numbers.</summary>
public readonly record struct GradientInput(Shape Shape, Domain Domain = Domain.Any);

/// <summary>Which numbers a function is tried on, away from its kinks and poles.</summary>
public enum Domain
{
    /// <summary>[−1, 1)</summary>
    Any,

    /// <summary>[½, 1½)</summary>
    Positive,

    /// <summary>magnitudes in [½, 1), either sign</summary>
    AwayFromZero,
}
