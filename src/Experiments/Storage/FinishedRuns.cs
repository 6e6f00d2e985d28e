namespace SparseGen.Experiments;

/// <summary>
/// Other runs, whose finished trainings are taken over instead of being repeated: figures share many of them. Taken is
/// what is decided by the same hyper-parameters, data, seed, chain of masks and machine, so that the result has the same bytes
/// if both runs are of one build, which is not recorded. Tickets of another model are trained again.
/// </summary>
sealed class FinishedRuns
{
    readonly Donor[] _donors;
    readonly RunManifest _own;

    /// <param name="folders">of the runs</param><param name="own">of the run that takes</param>
    /// <exception cref="RunException">A folder is not that of a run.</exception>
    public FinishedRuns(IReadOnlyList<string> folders, RunManifest own)
    {
        _own = own;
        _donors = [.. folders.Select(folder => new Donor(folder))];
    }

    /// <summary>For each run what will be taken of it, or why nothing.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var donor in _donors)
        {
            var common = _own.Outline.Subjects.Select(subject => subject.Name).Where(name => donor.Manifest.Outline.Subjects.Any(other => other.Name == name)).ToArray();
            if (common.Length == 0) yield return $"{donor.Folder} has no subject of this run: nothing is taken over from it";
            foreach (var subject in common)
                yield return Differences(donor, subject).FirstOrDefault() is { } difference
                    ? $"{donor.Folder}: nothing of {subject} is taken over, since it was made otherwise: {difference}"
                    : $"{donor.Folder}: finished trainings of {subject} are taken over";
        }
    }

    /// <summary>Copies the results of a training, with what was recorded of it and measured in it, from the first run that has them.</summary>
    /// <param name="run">that takes</param><param name="place">the training</param><param name="curve">its curve; null of the unpruned network</param>
    /// <param name="files">that it writes, its trained weights the last</param>
    /// <returns>whether there was one</returns>
    /// <exception cref="FileFormatException">A file of the other run is damaged.</exception>
    public bool Take(RunContext run, Place place, Curve? curve, IReadOnlyList<string> files)
    {
        if (curve?.Chain.Giver is not null) return false;
        foreach (var donor in _donors)
        {
            if (Differences(donor, place.Subject).Any() || donor.Manifest.Outline.Subjects.FirstOrDefault(subject => subject.Name == place.Subject) is not { } outline) continue;
            var there = place with { Curve = NameIn(outline, curve) };
            var facts = donor.Facts.Where(fact => new Place(fact.Subject, fact.Seed, fact.Curve, fact.Round) == there).ToArray();
            var sources = files.Select(file => Path.Combine(donor.Folder, Path.GetRelativePath(run.Folder.Path, file))).ToArray();
            if (!facts.Any(fact => fact is LateLoss) || !sources.All(File.Exists)) continue;
            Record(run, place, facts, JudgesAgree(run, donor, place));
            foreach (var timing in donor.Timings.Where(timing => timing.Place == there)) run.Timings.Record(timing with { Curve = place.Curve });
            foreach (var (source, file) in sources.Zip(files)) Copy(source, file);
            return true;
        }
        return false;
    }

    /// <summary>Another figure may call the same tickets by another name.</summary>
    static string NameIn(SubjectOutline outline, Curve? curve) =>
        curve is null ? Curve.Unpruned
        : outline.Curves.FirstOrDefault(other => other.Chain == curve.Chain.Name && other.IsRandom == curve.IsRandom)?.Name
        ?? (curve.IsRandom ? Curve.Random(curve.Chain) : Curve.Winning(curve.Chain)).Name;

    static void Record(RunContext run, Place place, IEnumerable<Fact> facts, bool withEvaluations)
    {
        var outline = run.Folder.Manifest.Outline.Subjects.First(subject => subject.Name == place.Subject);
        foreach (var fact in facts)
        {
            var wanted = fact switch
            {
                TrainingLoss or LateLoss or TrainingWork => true,
                Evaluation evaluation => withEvaluations && evaluation.Step == outline.Steps && outline.Metrics.Any(metric => metric.Name == evaluation.Metric),
                _ => false,
            };
            if (wanted) run.Metrics.Record(fact with { Curve = place.Curve });
        }
        run.Metrics.Flush();
    }

    /// <summary>Whether images were looked at with the same networks.</summary>
    static bool JudgesAgree(RunContext run, Donor donor, Place place) =>
        run.Metrics.Facts.OfType<Judge>().Where(judge => judge.Subject == place.Subject && judge.Seed == place.Seed).All(donor.Facts.Contains);

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

    /// <summary>What decides a training and is not the same.</summary>
    IEnumerable<string> Differences(Donor donor, string subject)
    {
        var (there, here) = (donor.Manifest.Fixed, _own.Fixed);
        return there.Keys.Union(here.Keys).Order(StringComparer.Ordinal)
            .Where(name => Decides(name, subject) && there.GetValueOrDefault(name) != here.GetValueOrDefault(name))
            .Select(name => $"{name}: {there.GetValueOrDefault(name) ?? "none"} there, {here.GetValueOrDefault(name) ?? "none"} here");
    }

    /// <summary>How many rounds there will be decides none of them.</summary>
    static bool Decides(string name, string subject) =>
        name is "device" or "sparsegen" || name.StartsWith("machine ", StringComparison.Ordinal)
        || (name.StartsWith(subject + " ", StringComparison.Ordinal) && name != subject + " rounds");

    sealed class Donor(string folder)
    {
        public string Folder { get; } = folder;

        public RunManifest Manifest { get; } = RunManifest.Read(folder);

        public IReadOnlyList<Fact> Facts { get; } = MetricsLog.Read(folder);

        public IReadOnlyList<Timing> Timings { get; } = TimingsLog.Read(folder);
    }
}
