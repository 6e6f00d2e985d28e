namespace SparseGen.Experiments.Report;

/// <summary>What a run has found of one subject so far.</summary>
sealed class SubjectResults
{
    readonly Dictionary<(string Curve, int Round, ulong Seed), Evaluation> _evaluations = [];
    readonly StudyOutline _study;
    readonly IReadOnlyList<Timing> _timings;

    public SubjectResults(StudyOutline study, SubjectOutline subject, IReadOnlyList<Fact> facts, IReadOnlyList<Timing> timings)
    {
        _study = study;
        Subject = subject;
        var own = facts.Where(fact => fact.Subject == subject.Name).ToArray();
        foreach (var evaluation in own.OfType<Evaluation>())
            if (evaluation.Metric == study.Metric) _evaluations[(evaluation.Curve, evaluation.Round, evaluation.Seed)] = evaluation;
        Densities = [.. own.OfType<LayerDensity>()];
        Remarks = [.. own.OfType<Remark>()];
        _timings = [.. timings.Where(timing => timing.Subject == subject.Name)];
        Unpruned = At(Curve.Unpruned, 0);
    }

    public SubjectOutline Subject { get; }

    public Statistics Unpruned { get; }

    public IReadOnlyList<LayerDensity> Densities { get; }

    public IReadOnlyList<Remark> Remarks { get; }

    /// <summary>The seconds of all training steps.</summary>
    public double TrainingSeconds => _timings.Sum(timing => timing.Seconds);

    /// <summary>The metric over the seeds.</summary>
    public Statistics At(string curve, int round) => Statistics.Of(Values(curve, round).Select(evaluation => evaluation.Value));

    /// <summary>Of the whole network; NaN if nothing is known.</summary>
    public double Sparsity(string curve, int round) => Statistics.Of(Values(curve, round).Select(evaluation => evaluation.Sparsity)).Mean;

    /// <summary>Curve a minus curve b, seed by seed.</summary>
    public Statistics Difference(string a, string b, int round) => Statistics.Of(
        from seed in _study.Seeds
        where _evaluations.ContainsKey((a, round, seed)) && _evaluations.ContainsKey((b, round, seed))
        select _evaluations[(a, round, seed)].Value - _evaluations[(b, round, seed)].Value);

    /// <summary>The median time of a step, averaged over the seeds.</summary>
    public Statistics MillisecondsPerStep(string curve, int round) => Statistics.Of(
        from seed in _study.Seeds
        let time = TimingsLog.MillisecondsPerStep(_timings, new Place(Subject.Name, seed, curve, round))
        where time is not null
        select time.Value);

    /// <summary>Trainings that are not done and measured yet.</summary>
    public IReadOnlyList<Place> Missing()
    {
        var rounds = Enumerable.Range(1, Subject.Rounds);
        var tickets = rounds.SelectMany(round => _study.Curves.Select(curve => (Curve: curve.Name, Round: round)));
        return
        [
            .. from seed in _study.Seeds
               from training in tickets.Prepend((Curve: Curve.Unpruned, Round: 0))
               where !_evaluations.ContainsKey((training.Curve, training.Round, seed))
               select new Place(Subject.Name, seed, training.Curve, training.Round),
        ];
    }

    IEnumerable<Evaluation> Values(string curve, int round) =>
        from seed in _study.Seeds where _evaluations.ContainsKey((curve, round, seed)) select _evaluations[(curve, round, seed)];
}
