namespace SparseGen.Experiments;

/// <summary>One line of a figure: the tickets of a chain, rewound or drawn anew.</summary>
/// <param name="Name">in the legend, in metrics.jsonl and on the command line</param>
/// <param name="Chain">where the masks come from</param>
/// <param name="IsRandom">new initial values instead of rewound ones</param>
public sealed record Curve(string Name, Chain Chain, bool IsRandom)
{
    /// <summary>The name under which the unpruned network stands beside the curves.</summary>
    public const string Unpruned = "unpruned";

    /// <summary>The name under which stands what perfect reconstructions would give.</summary>
    public const string Originals = "originals";

    /// <summary>"winning", or for a component "encoder-only".</summary>
    public static Curve Winning(Chain chain) => new(chain == Chain.Both ? "winning" : $"{chain.Name}-only", chain, IsRandom: false);

    /// <summary>"random", or for a component "encoder-only-random".</summary>
    public static Curve Random(Chain chain) => new(chain == Chain.Both ? "random" : $"{chain.Name}-only-random", chain, IsRandom: true);

    /// <summary>The step at which its trainings begin.</summary>
    public Step Begin(Settings settings) => IsRandom ? 0 : Chain.Rewind(settings);
}
