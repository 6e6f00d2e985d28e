using SparseGen.Experiments;
using SparseGen.Training;

namespace SparseGen.Tests.Experiments;

/// <summary>Keeps what a run told, and may do something after each step.</summary>
sealed class QuietObserver(Action<Trainer>? afterStep = null) : IRunObserver
{
    /// <summary>Called after each step.</summary>
    public Action<Trainer>? AfterStep { get; set; } = afterStep;

    public List<string> Notes { get; } = [];

    public List<RoundResult> Rounds { get; } = [];

    public List<TrainingKey> Trained { get; } = [];

    public List<TrainingKey> Skipped { get; } = [];

    public IReadOnlyList<PlannedTraining> Planned { get; private set; } = [];

    public void Estimated(PlanProgress progress) => Notes.Add($"timed {progress.What}");

    public void RunBegins(Plan plan, RunFolder folder) => Planned = plan.Study.Trainings;

    public void TrainingBegins(TrainingKey key, Step from, Step to) => Trained.Add(key);

    public void TrainingSkipped(TrainingKey key) => Skipped.Add(key);

    public void Stepped(Trainer trainer) => AfterStep?.Invoke(trainer);

    public void RoundEnds(RoundResult round) => Rounds.Add(round);

    public void Note(string text) => Notes.Add(text);
}
