namespace SparseGen.Autograd;

/// <summary>Numbers of floating-point operations, two per multiply-add.</summary>
/// <param name="Nominal">contractions with all weights, taps in the padding counted, as other programs count and compute them</param>
/// <param name="InBounds">contractions with all weights, taps in the padding not counted</param>
/// <param name="Surviving">contractions with surviving weights only, taps in the padding not counted</param>
/// <param name="Normalisation">batch normalisation; per element 6 forward in training, 2 in evaluation, 11 backward</param>
public readonly record struct Work(double Nominal, double InBounds, double Surviving, double Normalisation)
{
    /// <summary>The count of the paper's tables: dense shapes regardless of the mask, batch normalisation included.</summary>
    public double Dense => Nominal + Normalisation;

    /// <summary>The count required for surviving weights and present channels, batch normalisation included.</summary>
    public double Executed => Surviving + Normalisation;

    public static Work operator +(in Work a, in Work b) => new(a.Nominal + b.Nominal, a.InBounds + b.InBounds, a.Surviving + b.Surviving, a.Normalisation + b.Normalisation);

    public static Work operator *(double times, in Work work) => new(times * work.Nominal, times * work.InBounds, times * work.Surviving, times * work.Normalisation);
}
