using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Receives the events of a run, on the training thread.</summary>
public interface IRunObserver
{
    /// <summary>A few steps of one kind were timed, to estimate the time of the run.</summary>
    void Estimated(PlanProgress progress);

    /// <summary>The options are checked, the plan is made and the folder is open.</summary>
    void RunBegins(Plan plan, RunFolder folder);

    /// <summary>A training begins, or is resumed from a checkpoint.</summary>
    /// <param name="from">step at which it begins or is resumed</param>
    /// <param name="to">step at which it ends</param>
    void TrainingBegins(TrainingKey key, Step from, Step to);

    /// <summary>A training is skipped: it was done before, is copied from another run, or has no mask because its method has ended.</summary>
    void TrainingSkipped(TrainingKey key);

    /// <summary>A step is done.</summary>
    void Stepped(Trainer trainer);

    /// <summary>All tickets of a round are trained and measured.</summary>
    void RoundEnds(RoundResult round);

    /// <summary>A message for the user.</summary>
    void Note(string text);
}

/// <summary>A round of one subject and seed.</summary>
/// <param name="Rounds">number of rounds</param>
/// <param name="Sparsity">sparsity of the whole network, by the first curve's mask</param>
/// <param name="Metric">name of the subject's first metric</param>
/// <param name="Values">value of the metric for each curve; NaN where a training diverged</param>
/// <param name="MillisecondsPerStep">median time of a step in the first curve's training</param>
public sealed record RoundResult(string Subject, ulong Seed, int Round, int Rounds, double Sparsity, string Metric, IReadOnlyList<(string Curve, double Value)> Values, double? MillisecondsPerStep);
