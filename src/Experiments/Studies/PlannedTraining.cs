using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>A training of a study, whether it is done or not.</summary>
/// <param name="Setup">model and data set</param>
/// <param name="From">the step at which it begins</param>
/// <param name="To">the step at which it ends</param>
/// <param name="Method">the method of its mask; null if it is unpruned</param>
public sealed record PlannedTraining(TrainingKey Key, Setup Setup, Step From, Step To, PruningMethod? Method)
{
    public int Steps => To.Index - From.Index;
}
