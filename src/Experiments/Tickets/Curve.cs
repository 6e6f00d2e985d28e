using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>A curve of a figure: the tickets of a pruning method, with rewound or with new initial values.</summary>
/// <param name="Name">name in the legend, in metrics.jsonl and on the command line</param>
/// <param name="Method">the method of the masks</param>
/// <param name="IsRandom">whether initial values are new; otherwise they are rewound</param>
public sealed record Curve(string Name, PruningMethod Method, bool IsRandom)
{
    /// <summary>"winning", or for a component "encoder-only".</summary>
    public static Curve Winning(PruningMethod method) => new(method == PruningMethod.Both ? "winning" : $"{method.Name}-only", method, IsRandom: false);

    /// <summary>"random", or for a component "encoder-only-random".</summary>
    public static Curve Random(PruningMethod method) => new(method == PruningMethod.Both ? "random" : $"{method.Name}-only-random", method, IsRandom: true);

    /// <summary>The step at which its trainings begin.</summary>
    public Step Begin(Settings settings) => IsRandom ? 0 : Method.Rewind(settings);

    /// <summary>The curves that are trained in a round, method by method. For an iterative method they always include a winning one, since the next mask is made from its tickets.</summary>
    internal static IEnumerable<Curve> TrainedIn(int round, IReadOnlyList<Curve> curves, Settings settings)
    {
        foreach (var method in curves.GroupBy(curve => curve.Method).Where(method => method.Key.Has(round, settings)))
        {
            if (method.Key.IsIterative && method.All(curve => curve.IsRandom)) yield return Winning(method.Key);
            foreach (var curve in method) yield return curve;
        }
    }

    /// <summary>The curves, and before them those that they build on.</summary>
    internal static IReadOnlyList<Curve> WithBases(IReadOnlyList<Curve> curves)
    {
        var missing = curves.Select(curve => curve.Method.Basis).OfType<PruningMethod>().Distinct().Where(basis => curves.All(curve => curve.Method != basis));
        return [.. missing.Select(basis => new Curve(basis.Name, basis, IsRandom: false)), .. curves];
    }
}
