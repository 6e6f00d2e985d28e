namespace SparseGen.Experiments;

/// <summary>
/// metrics.jsonl: all results of a run. A training that is resumed from its last checkpoint records some facts a second time; they are not
/// appended again, so that the file does not depend on interruptions.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    public const string FileName = "metrics.jsonl";

    readonly string _path;
    readonly JsonLines<Fact> _lines;
    readonly List<Fact> _facts;
    readonly Dictionary<object, Fact> _known = [];

    /// <exception cref="RunException">A complete line cannot be read, or two lines contradict each other.</exception>
    public MetricsLog(string folder)
    {
        _path = Path.Combine(folder, FileName);
        _lines = new JsonLines<Fact>(_path, Fact.Format);
        _facts = [.. _lines.Existing];
        foreach (var fact in _facts)
            if (!_known.TryAdd(fact.Identity, fact))
            {
                _lines.Dispose();
                throw new RunException($"{_path} holds a line twice: {_lines.Line(fact)}");
            }
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>The facts of a folder, whose run may be in progress.</summary>
    public static IReadOnlyList<Fact> Read(string folder) => JsonLines<Fact>.Read(Path.Combine(folder, FileName), Fact.Format);

    /// <summary>The recorded fact with the same <see cref="Fact.Identity"/>, or null.</summary>
    public Fact? Find(Fact fact) => _known.GetValueOrDefault(fact.Identity);

    /// <summary>How a training diverged, or null.</summary>
    public Divergence? Divergence(TrainingKey key) => Find(new Divergence(key.Subject, key.Seed, key.Curve, key.Round, 0, 0, "")) as Divergence;

    /// <summary>Whether a pruning method has ended, in some earlier round or this one.</summary>
    /// <param name="key">its curve is the name of the method</param>
    public bool HasEnded(TrainingKey key) =>
        Enumerable.Range(1, key.Round).Any(round => Find(new MethodEnd(key.Subject, key.Seed, key.Curve, round)) is not null);

    /// <summary>Appends a fact, unless the same fact is recorded already.</summary>
    /// <exception cref="RunException">The fact is recorded with another value, or the line could not be written.</exception>
    public void Record(Fact fact)
    {
        if (_known.TryGetValue(fact.Identity, out var before))
        {
            var (then, now) = (_lines.Line(before), _lines.Line(fact));
            if (then != now)
                throw new RunException(
                    $"{_path}: a repeated step found something else. Before: {then} Now: {now} "
                    + "This program or machine computes other numbers than the one that began the run; begin a new one with another --out.");
            return;
        }
        _lines.Append(fact);
        _known.Add(fact.Identity, fact);
        _facts.Add(fact);
    }

    /// <summary>Forces everything recorded to the disk; a checkpoint is written only afterwards.</summary>
    public void Flush() => _lines.Flush();

    public void Dispose() => _lines.Dispose();
}
