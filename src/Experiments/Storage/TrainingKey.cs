namespace SparseGen.Experiments;

/// <summary>Identifies one training among those of a run.</summary>
/// <param name="Subject">"linear-ae-mnist"</param>
/// <param name="Curve">"winning"</param>
/// <param name="Round">round of pruning; 0 = unpruned</param>
public readonly record struct TrainingKey(string Subject, ulong Seed, string Curve, int Round)
{
    public override string ToString() => $"{Subject}, seed {Seed}, round {Round}, {Curve}";
}
