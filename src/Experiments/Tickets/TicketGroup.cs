namespace SparseGen.Experiments;

/// <summary>Curves of one model and data set whose tickets are trained round by round, all curves in each round.</summary>
/// <param name="Setup">what is trained on what</param>
/// <param name="Curves">at least one</param>
/// <param name="Source">of the model whose tickets are transferred, if a curve's are</param>
sealed record TicketGroup(Setup Setup, IReadOnlyList<Curve> Curves, Setup? Source = null);
