using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>Channels that are alike: each has entries along the same axes of the same tensors, which are removed together.</summary>
/// <param name="Name">the path of its first prunable weight: "generator.1.weight"</param>
/// <param name="Members">in the order of the model</param>
public sealed record ChannelSet(string Name, IReadOnlyList<ChannelMember> Members)
{
    /// <summary>C, the number of channels.</summary>
    public int Count => Members[0].Indices.Count;

    /// <summary>γ of the batch normalisations that scale its channels; none if there is none.</summary>
    public IReadOnlyList<Parameter> Scales { get; internal init; } = [];
}
