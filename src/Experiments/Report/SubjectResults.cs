namespace SparseGen.Experiments.Report;

/// <summary>The results of a run so far for one subject.</summary>
sealed class SubjectResults
{
    readonly StudyOutline _study;
    readonly IReadOnlyList<Timing> _timings;
    readonly Dictionary<TrainingKey, TrainingWork> _works;
    readonly HashSet<(string Curve, int Round, ulong Seed)> _diverged;
    readonly MethodEnd[] _ends;

    public SubjectResults(StudyOutline study, SubjectOutline subject, IReadOnlyList<Fact> facts, IReadOnlyList<Timing> timings)
    {
        _study = study;
        Subject = subject;
        var own = facts.Where(fact => fact.Subject == subject.Name).ToArray();
        Metrics = [.. subject.Metrics.Select(metric => new MetricResults(metric, subject.Steps, study.Seeds, own))];
        Densities = [.. own.OfType<LayerDensity>()];
        Remarks = [.. own.OfType<Remark>()];
        _works = own.OfType<TrainingWork>().ToDictionary(work => work.Key);
        Divergences = [.. own.OfType<Divergence>()];
        Scans = [.. own.OfType<ChannelScan>()];
        Removals = [.. own.OfType<ChannelRemoval>()];
        NotTrained = [.. own.OfType<NotTrained>()];
        _diverged = [.. Divergences.Select(divergence => (divergence.Curve, divergence.Round, divergence.Seed))];
        _ends = [.. own.OfType<MethodEnd>()];
        _timings = [.. timings.Where(timing => timing.Subject == subject.Name)];
    }

    public SubjectOutline Subject { get; }

    /// <summary>The most important first.</summary>
    public IReadOnlyList<MetricResults> Metrics { get; }

    /// <summary>The first metric by which a ticket can match the unpruned network.</summary>
    public MetricResults Decisive => Metrics.FirstOrDefault(metric => metric.Metric.DecidesMatches) ?? Metrics[0];

    public IReadOnlyList<LayerDensity> Densities { get; }

    public IReadOnlyList<Remark> Remarks { get; }

    /// <summary>Masks of channels in searches for early-bird tickets.</summary>
    public IReadOnlyList<ChannelScan> Scans { get; }

    public IReadOnlyList<ChannelRemoval> Removals { get; }

    /// <summary>The fraction of the channels that was removed; of masked networks that of the weights. NaN if nothing is known.</summary>
    public double Compression(TrainingKey key)
    {
        if (key.Round == 0) return 0;
        // A new network has the widths of the early-bird ticket of its round and seed.
        var removal = Removals.FirstOrDefault(one => one.Key == key) ?? (Subject.Curves.Any(curve => curve.Name == key.Curve && curve.Method == CurveOutline.NewNetwork) ? Removals.FirstOrDefault(one => one.Seed == key.Seed && one.Round == key.Round) : null);
        return removal?.RemovedFraction ?? Metrics[0].Sparsity(key.Curve, key.Round);
    }

    public IReadOnlyList<Divergence> Divergences { get; }

    public IReadOnlyList<NotTrained> NotTrained { get; }

    /// <summary>The arithmetic of one training; null if it is not recorded.</summary>
    public TrainingWork? Work(TrainingKey key) => HasDiverged(key) ? null : _works.GetValueOrDefault(key);

    /// <summary>The seconds of all steps of one training; null if it was not timed.</summary>
    public double? Seconds(TrainingKey key) => HasDiverged(key) ? null : _timings.Where(timing => timing.Key == key).ToArray() is { Length: > 0 } own ? own.Sum(timing => timing.Seconds) : null;

    public IReadOnlyList<ulong> Seeds => _study.Seeds;

    /// <summary>The seconds of all training steps.</summary>
    public double TrainingSeconds => _timings.Sum(timing => timing.Seconds);

    /// <summary>Sparsity of the whole network; NaN if it is not recorded.</summary>
    public double Sparsity(string curve, int round) => Metrics[0].Sparsity(curve, round);

    /// <summary>The median time of a step, averaged over the seeds.</summary>
    public Statistics MillisecondsPerStep(string curve, int round) => Statistics.Of(
        from seed in _study.Seeds
        let time = TimingsLog.MillisecondsPerStep(_timings, new TrainingKey(Subject.Name, seed, curve, round))
        where time is not null
        select time.Value);

    /// <summary>Whether a pruning method ended in this round or before, for at least one seed.</summary>
    public bool HasEnded(string method, int round) => _study.Seeds.Any(seed => HasEnded(method, round, seed));

    /// <summary>Trainings that are not done and measured yet. Those that diverged, or whose method ended, count as done.</summary>
    public IReadOnlyList<TrainingKey> Missing() =>
    [
        .. from seed in _study.Seeds
           from training in Enumerable.Range(1, Subject.Rounds)
               .SelectMany(round => Subject.Curves.Where(curve => !curve.IsOfLastRound || round == Subject.Rounds).Select(curve => (Curve: curve.Name, curve.Method, Round: round)))
               .Prepend((Curve: CurveOutline.Unpruned, Method: "", Round: 0))
           where !_diverged.Contains((training.Curve, training.Round, seed)) && !NotTrained.Any(one => one.Key == new TrainingKey(Subject.Name, seed, training.Curve, training.Round)) && !HasEnded(training.Method, training.Round, seed)
           where !Metrics.All(metric => metric.Has(training.Curve, training.Round, seed))
           select new TrainingKey(Subject.Name, seed, training.Curve, training.Round),
    ];

    bool HasDiverged(TrainingKey key) => _diverged.Contains((key.Curve, key.Round, key.Seed));

    bool HasEnded(string method, int round, ulong seed) => Array.Exists(_ends, end => end.Curve == method && end.Seed == seed && end.Round <= round);
}
