using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Is told how a run goes on, on the thread that trains.</summary>
public interface IRunObserver
{
    /// <summary>A few steps of one kind were timed, to say how long the run will take.</summary>
    void Estimated(PlanProgress progress);

    /// <summary>Everything is decided and checked; the folder is open.</summary>
    void RunBegins(Plan plan, RunFolder folder);

    /// <summary>A training begins, or goes on from a checkpoint.</summary>
    /// <param name="from">the step it is at</param>
    /// <param name="to">the step it ends at</param>
    void TrainingBegins(TrainingKey key, Step from, Step to);

    /// <summary>A training was done before.</summary>
    void TrainingSkipped(TrainingKey key);

    /// <summary>A step is done.</summary>
    void Stepped(Trainer trainer);

    /// <summary>All tickets of a round are trained and measured.</summary>
    void RoundEnds(RoundResult round);

    /// <summary>Something that the person at the screen should know.</summary>
    void Note(string text);
}

/// <summary>A round of one subject and seed.</summary>
/// <param name="Rounds">how many there will be</param>
/// <param name="Sparsity">of the whole network, by the first curve's mask</param>
/// <param name="Metric">the first of the subject's</param>
/// <param name="Values">of the metric, a curve each; NaN where a training diverged</param>
/// <param name="MillisecondsPerStep">of the first curve's training</param>
public sealed record RoundResult(string Subject, ulong Seed, int Round, int Rounds, double Sparsity, string Metric, IReadOnlyList<(string Curve, double Value)> Values, double? MillisecondsPerStep);
