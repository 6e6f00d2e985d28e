using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>The entries that a set of channels has along one axis of a parameter or buffer.</summary>
/// <param name="Path">of the parameter or buffer: "generator.4.weight"</param>
/// <param name="Axis">of the dense shape</param>
/// <param name="Indices">of each channel of the set, ascending: several where a map was flattened</param>
public sealed record ChannelMember(string Path, int Axis, IReadOnlyList<int[]> Indices)
{
    /// <summary>Null of a buffer.</summary>
    public Parameter? Parameter { get; internal init; }

    internal Buffer? Buffer { get; init; }

    /// <summary>Entries along the axis when the sets were found.</summary>
    internal int Size { get; init; }

    /// <summary>Entries along the axis now.</summary>
    internal int SizeNow => (Parameter?.Shape ?? Buffer!.Tensor.Shape)[Axis];

    /// <summary>Entries of a channel: 1, or H·W behind a flattened map.</summary>
    public int EntriesPerChannel => Indices[0].Length;
}
