namespace SparseGen.Experiments;

/// <summary>A training that a study consists of, done or not.</summary>
/// <param name="Place">which one</param>
/// <param name="Setup">what is trained on what</param>
/// <param name="From">the step at which it begins</param>
/// <param name="To">the step at which it ends</param>
/// <param name="Chain">whose mask the network wears; null if it is unpruned</param>
public sealed record PlannedTraining(Place Place, Setup Setup, Step From, Step To, Chain? Chain)
{
    public int Steps => To.Index - From.Index;
}
