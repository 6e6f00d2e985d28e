namespace SparseGen.Experiments;

/// <summary>The networks whose images are kept, and the number of images.</summary>
/// <param name="Images">number of images of a ticket, if the model generates</param>
/// <param name="Sparsity">null: every round; otherwise only the round whose sparsity is nearest</param>
/// <param name="IsOfLastRound">only the last round</param>
public sealed record Drawing(int Images, double? Sparsity = null, bool IsOfLastRound = false)
{
    /// <summary>Number of images of the unpruned network.</summary>
    public const int Unpruned = 64;

    public static Drawing EveryRound { get; } = new(16);

    public static Drawing LastRound { get; } = new(64, IsOfLastRound: true);

    public static Drawing At(double sparsity) => new(64, sparsity);

    /// <summary>Whether images of a round's tickets are kept.</summary>
    public bool Includes(int round, Settings settings)
    {
        if (IsOfLastRound) return round == settings.Rounds;
        if (Sparsity is not { } wanted) return true;
        double Distance(int r) => Math.Abs(1 - Math.Pow(1 - settings.Fraction, r) - wanted);
        return round == Enumerable.Range(1, settings.Rounds).MinBy(Distance);
    }
}
