namespace SparseGen.Autograd;

/// <summary>Arithmetic in floating-point operations, a multiply-add being two.</summary>
/// <param name="Nominal">of contractions with all weights, taps in the padding counted: what other programs count and compute</param>
/// <param name="InBounds">of contractions with all weights, taps in the padding not counted</param>
/// <param name="Surviving">as InBounds, with surviving weights alone</param>
/// <param name="Normalisation">of batch normalisation: by element 6 forward in training, 2 in evaluation, 11 backward</param>
public readonly record struct Work(double Nominal, double InBounds, double Surviving, double Normalisation)
{
    /// <summary>What the paper's tables count: dense shapes, whatever the mask, batch normalisation included.</summary>
    public double Dense => Nominal + Normalisation;

    /// <summary>What the surviving weights and the channels that there are make necessary.</summary>
    public double Executed => Surviving + Normalisation;

    public static Work operator +(in Work a, in Work b) => new(a.Nominal + b.Nominal, a.InBounds + b.InBounds, a.Surviving + b.Surviving, a.Normalisation + b.Normalisation);

    public static Work operator *(double times, in Work work) => new(times * work.Nominal, times * work.InBounds, times * work.Surviving, times * work.Normalisation);
}
