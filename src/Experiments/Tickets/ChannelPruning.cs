using SparseGen.Autograd;
using SparseGen.Models;
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
/// <param name="Precision">number formats of the training; null: those of the run</param>
public sealed record ChannelPruning(ChannelChoice Choice, bool IsOfLastRound = false, Precision? Precision = null) : PruningMethod(NameOf(Choice, Precision), Components.All)
{
    public override bool IsOfLastRound { get; } = IsOfLastRound;

    public override Precision? Precision { get; } = Precision;

    public override PruningMethod? Basis => Choice == ChannelChoice.EarlyBird ? null : new ChannelPruning(ChannelChoice.EarlyBird, IsOfLastRound);

    /// <summary>Early-bird tickets in the precisions of fewer bits.</summary>
    internal static IEnumerable<ChannelPruning> InFewerBits(bool isOfLastRound = false) =>
        new[] { Models.Precision.BFloat16, Models.Precision.Mixed }.Select(precision => new ChannelPruning(ChannelChoice.EarlyBird, isOfLastRound, precision));

    internal override Mask Prune(MaskStage stage, int round, out Work work)
    {
        work = default;
        return stage.Subject.Dense;
    }

    internal override bool EndsBefore(MaskStage stage, int round) => false;

    static string NameOf(ChannelChoice choice, Precision? precision) => NameOf(choice) + (precision is null ? "" : $"-{precision}");

    static string NameOf(ChannelChoice choice) => choice switch
    {
        ChannelChoice.EarlyBird => "early-bird",
        ChannelChoice.Random => "random-channels",
        _ => CurveOutline.NewNetwork,
    };
}
