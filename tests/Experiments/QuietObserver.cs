using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Keeps what a run told, and may do something after each step.</summary>
sealed class QuietObserver(Action<Trainer>? afterStep = null) : IRunObserver
{
    /// <summary>Called after each step.</summary>
    public Action<Trainer>? AfterStep { get; set; } = afterStep;

    public List<string> Notes { get; } = [];

    public List<RoundResult> Rounds { get; } = [];

    public List<Place> Trained { get; } = [];

    public List<Place> Skipped { get; } = [];

    public IReadOnlyList<PlannedTraining> Planned { get; private set; } = [];

    public void Estimated(PlanProgress progress) => Notes.Add($"timed {progress.What}");

    public void RunBegins(Plan plan, RunFolder folder) => Planned = plan.Study.Trainings;

    public void TrainingBegins(Place place, Step from, Step to) => Trained.Add(place);

    public void TrainingSkipped(Place place) => Skipped.Add(place);

    public void Stepped(Trainer trainer) => AfterStep?.Invoke(trainer);

    public void RoundEnds(RoundResult round) => Rounds.Add(round);

    public void Note(string text) => Notes.Add(text);
}
