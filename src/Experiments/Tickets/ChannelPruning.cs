using SparseGen.Autograd;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>Which channels are removed, and when.</summary>
public enum ChannelChoice
{
    /// <summary>Those of an early-bird ticket, when it is found.</summary>
    EarlyBird,

    /// <summary>As many of each set as the early-bird ticket of the round removes, at the same step, chosen at random.</summary>
    Random,

    /// <summary>The widths of the early-bird ticket of the round, in a network that is newly drawn and trained from the beginning.</summary>
    NewNetwork,
}

/// <summary>Networks that lose channels, the fraction that the settings have for each round; training goes on with smaller dense layers.</summary>
/// <param name="Choice">which channels, and when</param>
/// <param name="IsOfLastRound">whether there are networks of the last round alone</param>
public sealed record ChannelPruning(ChannelChoice Choice, bool IsOfLastRound = false) : PruningMethod(NameOf(Choice), Components.All)
{
    public override bool IsOfLastRound { get; } = IsOfLastRound;

    public override PruningMethod? Basis => Choice == ChannelChoice.EarlyBird ? null : new ChannelPruning(ChannelChoice.EarlyBird, IsOfLastRound);

    internal override Mask Prune(MaskStage stage, int round, out Work work)
    {
        work = default;
        return stage.Subject.Dense;
    }

    internal override bool EndsBefore(MaskStage stage, int round) => false;

    static string NameOf(ChannelChoice choice) => choice switch
    {
        ChannelChoice.EarlyBird => "early-bird",
        ChannelChoice.Random => "random-channels",
        _ => CurveOutline.NewNetwork,
    };
}
