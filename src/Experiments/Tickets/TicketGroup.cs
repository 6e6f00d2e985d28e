namespace SparseGen.Experiments;

/// <summary>Curves of one model and data set whose tickets are trained round by round, all curves in each round.</summary>
/// <param name="Setup">model and data set</param>
/// <param name="Curves">at least one</param>
/// <param name="Source">the model whose tickets are transferred; null if there is none</param>
sealed record TicketGroup(Setup Setup, IReadOnlyList<Curve> Curves, Setup? Source = null);
