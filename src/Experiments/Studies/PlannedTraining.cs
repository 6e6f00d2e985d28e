using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>A training that a study consists of, done or not.</summary>
/// <param name="Setup">what is trained on what</param>
/// <param name="From">the step at which it begins</param>
/// <param name="To">the step at which it ends</param>
/// <param name="Method">of whose masks it has one; null if it is unpruned</param>
public sealed record PlannedTraining(TrainingKey Key, Setup Setup, Step From, Step To, PruningMethod? Method)
{
    public int Steps => To.Index - From.Index;
}
