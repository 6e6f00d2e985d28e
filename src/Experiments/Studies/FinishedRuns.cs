namespace SparseGen.Experiments;

/// <summary>
/// Other runs, whose finished trainings are copied instead of being repeated, since figures share many of them. A training is copied if
/// hyper-parameters, data, seed, pruning method and machine are the same; it then has the same bytes if both runs are of the same
/// build, which is not checked. Trainings of transferred tickets are not copied.
/// </summary>
sealed class FinishedRuns
{
    readonly FinishedRun[] _runs;
    readonly RunManifest _own;

    /// <exception cref="RunException">A folder is not that of a run.</exception>
    public FinishedRuns(IReadOnlyList<string> folders, RunManifest own)
    {
        _own = own;
        _runs = [.. folders.Select(folder => new FinishedRun(folder))];
    }

    /// <summary>Sentences on what is copied from each run, or why nothing is.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var other in _runs)
        {
            var common = _own.Outline.Subjects.Select(subject => subject.Name).Where(name => other.Manifest.Outline.Subjects.Any(subject => subject.Name == name)).ToArray();
            if (common.Length == 0) yield return $"{other.Folder} has no subject of this run: nothing is taken over from it";
            foreach (var subject in common)
                yield return Differences(other, subject).FirstOrDefault() is { } difference
                    ? $"{other.Folder}: nothing of {subject} is taken over, since it was made otherwise: {difference}"
                    : $"{other.Folder}: finished trainings of {subject} are taken over";
        }
    }

    /// <summary>Copies the files and recorded facts of a training from the first run that has them.</summary>
    /// <param name="run">the run to which they are copied</param>
    /// <param name="curve">curve of the training; null for the unpruned network</param>
    /// <param name="files">files of the training, its trained weights last</param>
    /// <returns>whether a run had the training</returns>
    /// <exception cref="FileFormatException">A file of the other run is damaged.</exception>
    public bool Take(RunContext run, TrainingKey key, Curve? curve, IReadOnlyList<string> files)
    {
        if (curve?.Method.Transferred is not null || curve?.Method is ChannelPruning) return false;
        foreach (var other in _runs)
        {
            if (Differences(other, key.Subject).Any() || other.Manifest.Outline.Subjects.FirstOrDefault(subject => subject.Name == key.Subject) is not { } outline) continue;
            var there = key with { Curve = NameIn(outline, curve) };
            var facts = other.Facts.Where(fact => fact.Key == there).ToArray();
            var sources = files.Select(file => Path.Combine(other.Folder, Path.GetRelativePath(run.Folder.Path, file))).ToArray();
            if (!facts.Any(fact => fact is LateLoss) || !sources.All(File.Exists)) continue;
            Record(run, key, facts, FeaturesAgree(run, other, key));
            foreach (var timing in other.Timings.Where(timing => timing.Key == there)) run.Timings.Record(timing with { Curve = key.Curve });
            foreach (var (source, file) in sources.Zip(files)) Copy(source, file);
            return true;
        }
        return false;
    }

    /// <summary>The name of a curve in another run, where the same tickets may have another name.</summary>
    static string NameIn(SubjectOutline outline, Curve? curve) =>
        curve is null ? CurveOutline.Unpruned
        : outline.Curves.FirstOrDefault(other => other.Method == curve.Method.Name && other.IsRandom == curve.IsRandom)?.Name
        ?? (curve.IsRandom ? Curve.Random(curve.Method) : Curve.Winning(curve.Method)).Name;

    static void Record(RunContext run, TrainingKey key, IEnumerable<Fact> facts, bool withEvaluations)
    {
        var outline = run.Folder.Manifest.Outline.Subjects.First(subject => subject.Name == key.Subject);
        foreach (var fact in facts)
        {
            var wanted = fact switch
            {
                TrainingLoss or LateLoss or TrainingWork => true,
                Evaluation evaluation => withEvaluations && evaluation.Step == outline.Steps && outline.Metrics.Any(metric => metric.Name == evaluation.Metric),
                _ => false,
            };
            if (wanted) run.Metrics.Record(fact with { Curve = key.Curve });
        }
        run.Metrics.Flush();
    }

    /// <summary>Whether images were measured in the features of the same networks.</summary>
    static bool FeaturesAgree(RunContext run, FinishedRun other, TrainingKey key) =>
        run.Metrics.Facts.OfType<FeatureSpace>().Where(space => space.Subject == key.Subject && space.Seed == key.Seed).All(other.Facts.Contains);

    static void Copy(string source, string target)
    {
        Checkpoint.Read(source);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        AtomicFile.Write(target, stream =>
        {
            using var from = File.OpenRead(source);
            from.CopyTo(stream);
        });
    }

    /// <summary>The values that determine a training and differ.</summary>
    IEnumerable<string> Differences(FinishedRun other, string subject)
    {
        var (there, here) = (other.Manifest.Fixed, _own.Fixed);
        return there.Keys.Union(here.Keys).Order(StringComparer.Ordinal)
            .Where(name => Decides(name, subject) && there.GetValueOrDefault(name) != here.GetValueOrDefault(name))
            .Select(name => $"{name}: {there.GetValueOrDefault(name) ?? "none"} there, {here.GetValueOrDefault(name) ?? "none"} here");
    }

    /// <summary>Whether a value determines the trainings of a subject. The number of rounds does not.</summary>
    static bool Decides(string name, string subject) =>
        name is "device" or "sparsegen" || name.StartsWith("machine ", StringComparison.Ordinal)
        || (name.StartsWith(subject + " ", StringComparison.Ordinal) && name != subject + " rounds" && !name.StartsWith(subject + " channel-", StringComparison.Ordinal));

    sealed class FinishedRun(string folder)
    {
        public string Folder { get; } = folder;

        public RunManifest Manifest { get; } = RunManifest.Read(folder);

        public IReadOnlyList<Fact> Facts { get; } = MetricsLog.Read(folder);

        public IReadOnlyList<Timing> Timings { get; } = TimingsLog.Read(folder);
    }
}
