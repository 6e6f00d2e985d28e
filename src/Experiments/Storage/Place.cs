namespace SparseGen.Experiments;

/// <summary>One training among those of a run.</summary>
/// <param name="Subject">"linear-ae-mnist"</param>
/// <param name="Seed">of the run</param>
/// <param name="Curve">"winning"</param>
/// <param name="Round">of pruning; 0 = unpruned</param>
public readonly record struct Place(string Subject, ulong Seed, string Curve, int Round)
{
    public override string ToString() => $"{Subject}, seed {Seed}, round {Round}, {Curve}";
}
