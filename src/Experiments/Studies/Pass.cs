namespace SparseGen.Experiments;

/// <summary>Curves of one model and data set that are trained round by round beside each other.</summary>
/// <param name="Setup">what is trained on what</param>
/// <param name="Curves">at least one</param>
/// <param name="Giver">whose tickets are taken over, if a curve's are</param>
sealed record Pass(Setup Setup, IReadOnlyList<Curve> Curves, Setup? Giver = null);
