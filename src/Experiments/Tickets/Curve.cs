using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>One line of a figure: the tickets of a pruning method, rewound or drawn anew.</summary>
/// <param name="Name">in the legend, in metrics.jsonl and on the command line</param>
/// <param name="Method">where the masks come from</param>
/// <param name="IsRandom">new initial values instead of rewound ones</param>
public sealed record Curve(string Name, PruningMethod Method, bool IsRandom)
{
    /// <summary>"winning", or for a component "encoder-only".</summary>
    public static Curve Winning(PruningMethod method) => new(method == PruningMethod.Both ? "winning" : $"{method.Name}-only", method, IsRandom: false);

    /// <summary>"random", or for a component "encoder-only-random".</summary>
    public static Curve Random(PruningMethod method) => new(method == PruningMethod.Both ? "random" : $"{method.Name}-only-random", method, IsRandom: true);

    /// <summary>The step at which its trainings begin.</summary>
    public Step Begin(Settings settings) => IsRandom ? 0 : Method.Rewind(settings);

    /// <summary>The curves that are trained in a round, method by method. Of an iterative method that is the winning one in any case, since the next mask is cut from its tickets.</summary>
    internal static IEnumerable<Curve> TrainedIn(int round, IReadOnlyList<Curve> curves, Settings settings)
    {
        foreach (var method in curves.GroupBy(curve => curve.Method).Where(method => method.Key.Has(round, settings)))
        {
            if (method.Key.IsIterative && method.All(curve => curve.IsRandom)) yield return Winning(method.Key);
            foreach (var curve in method) yield return curve;
        }
    }
}
