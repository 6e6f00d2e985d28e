using SparseGen.Data;
using SparseGen.Fid;

namespace SparseGen.Experiments;

/// <summary>
/// A study of tickets: the unpruned network, then the tickets of each round of pruning. A figure or table is a class derived
/// from this one, which states the models, curves, metrics and sections of the report.
/// </summary>
public abstract class SparsitySweep : Experiment
{
    protected abstract IEnumerable<Subject> Subjects { get; }

    /// <summary>The models that are run unless the options name some.</summary>
    protected virtual IReadOnlyList<ModelKind> DefaultModels => [.. Subjects.Select(subject => subject.Model)];

    protected abstract IEnumerable<Curve> Curves { get; }

    /// <summary>The curves of a model, where models differ in them; their names are among those of <see cref="Curves"/>.</summary>
    protected virtual IEnumerable<Curve> CurvesOf(ModelKind model) => Curves;

    /// <summary>The metrics of a model, the most important first.</summary>
    protected virtual IReadOnlyList<Metric> MetricsOf(ModelKind model) => model.Metrics;

    /// <summary>Number of evaluations during a training; 0: only at its end.</summary>
    protected virtual int Evaluations => 0;

    /// <summary>The networks whose images are kept; null: none.</summary>
    protected virtual Drawing? Drawing => null;

    /// <summary>The sections of each subject's report. Rows of curves that are not run are left out.</summary>
    protected virtual IReadOnlyList<SectionOutline> Sections => SectionOutline.OverRounds;

    /// <summary>The hyper-parameters of the figure, from those of scale and model.</summary>
    protected virtual Settings Adapt(Settings settings, RunOptions options) => settings;

    public override Study Prepare(RunOptions options, RunEnvironment environment)
    {
        options.Validate();
        RequireFile(environment.Inception, "--inception");
        RequireFile(environment.ClassifierWeights, "--classifier-weights");
        var curves = Narrowed(Curves.ToArray(), curve => curve.Name, options.Curves, "--curves").Select(curve => curve.Name).ToHashSet();
        var wanted = options.Models is null ? [.. DefaultModels.Distinct()] : Narrowed(Subjects.Select(subject => subject.Model).ToArray(), model => model.Name, options.Models, "--models");
        if (options.Score is not null && Curves.All(curve => curve.Method is not ScorePruning { Score: null })) throw new UsageException($"--score: {Name} says by itself what its masks are made by.");
        var requested = new List<Requested>();
        var failures = new List<SubjectFailure>();
        var sets = new Dictionary<string, (DataSet? Set, string Problem)>();
        foreach (var subject in Subjects)
            foreach (var name in DataSets(subject, options))
            {
                var isWanted = wanted.Contains(subject.Model);
                if (!isWanted && !wanted.Any(other => Sources(other).Contains(subject.Model))) continue;
                var model = Variant(subject.Model, options);
                if (!sets.ContainsKey(name)) sets.Add(name, TryLoad(environment.Data, name));
                if (sets[name] is not { Set: { } set })
                {
                    failures.Add(new SubjectFailure($"{model.Name}-{name}", sets[name].Problem));
                    continue;
                }
                if (model.Fit(set) is { } fitting) requested.Add(new(Prepare(model, fitting, new Shape(set.Train.Height, set.Train.Width), options, environment), isWanted ? [.. CurvesOf(model).Where(curve => curves.Contains(curve.Name))] : []));
                else if (wanted.Length == 1) throw new UsageException($"{model.Name} takes images {model.ImagesTaken}; {set.Train}.");
            }
        if (failures.Count > 0 && requested.Count == 0) throw new RunException(string.Join('\n', failures.Select(failure => failure.Text).Distinct()));
        if (requested.Count == 0) throw new UsageException(options.Dataset is null ? $"--models names no model of {Name}." : $"No model of {Name} takes the images of --dataset {options.Dataset}: {string.Join("; ", wanted.Select(model => $"{model.Name} takes {model.ImagesTaken}"))}.");
        if (environment.ClassifierWeights is not null && requested.DistinctBy(one => one.Setup.DataName).Count() > 1)
            throw new UsageException($"--classifier-weights are of one data set, and {Name} has several: choose one by --dataset or --models.");
        return new SweepStudy(options, [.. Groups(requested)], Drawing, Description, [.. Sections.Select(section => Narrowed(section, curves))], [.. Notes(requested, options)], failures);
    }

    /// <summary>Sentences on what differs from the figure or from the options.</summary>
    IEnumerable<string> Notes(IReadOnlyList<Requested> requested, RunOptions options)
    {
        var setups = requested.Select(one => one.Setup).Distinct().ToArray();
        var figure = Subjects.Where(subject => setups.Any(setup => setup.Kind == Variant(subject.Model, options))).SelectMany(subject => subject.DataSets).Distinct().ToArray();
        var builtIn = setups.Select(setup => setup.DataName).Distinct().Except(figure).ToArray();
        if (options.Dataset is null && builtIn.Length > 0)
            yield return $"--scale smoke takes built-in images ({string.Join(", ", builtIn)}) in place of {string.Join(", ", figure)}; --dataset takes those";
        foreach (var setup in setups.DistinctBy(setup => setup.DataName))
        {
            if (setup.Train.Classes == 1 && setup.Metrics.Contains(Metric.SampleQuality) && setup.Features is { InceptionWeights: null, ClassifierWeights: null })
                yield return $"{setup.DataName} has one class: the classifier in whose features images are compared learns nothing, and distances in them say little; --inception takes better ones";
            if (options.Images > setup.Train.Count) yield return Fewer("--images", options.Images, setup.Train.Count, "training", setup);
            if (options.EvaluationImages > setup.HeldOut.Count) yield return Fewer("--evaluation-images", options.EvaluationImages, setup.HeldOut.Count, "held-out", setup);
        }
        foreach (var kind in setups.Select(setup => setup.Kind).Distinct())
            if (options.Pool is null && kind.PoolNote is { } note) yield return $"{kind.Name}: {note}";
    }

    static string Fewer(string option, int? asked, int found, string which, Setup setup) =>
        FormattableString.Invariant($"{option} {asked:N0}: {setup.DataName} has {found:N0} {which} images, and all of them are taken");

    static ModelKind Variant(ModelKind model, RunOptions options) => options.Penalty && model == ModelKind.Wgan ? ModelKind.WganPenalty : model;

    /// <exception cref="FileNotFoundException">The file does not exist. This is checked before the run begins.</exception>
    static void RequireFile(string? file, string option)
    {
        if (file is not null && !File.Exists(file) && !File.Exists(file.Split('#')[0])) throw new FileNotFoundException($"{option}: expected a file of weights, found no file {file}");
    }

    /// <summary>The models whose tickets are transferred to a model.</summary>
    IEnumerable<ModelKind> Sources(ModelKind model) => CurvesOf(model).Select(curve => curve.Method.Transferred?.Source).OfType<ModelKind>();

    /// <summary>A section without the rows of curves that are not run.</summary>
    static SectionOutline Narrowed(SectionOutline section, HashSet<string> curves)
    {
        return section switch
        {
            TableOutline table => table with { Rows = Known(table.Rows) },
            ScatterOutline scatter => scatter with { Rows = Known(scatter.Rows) },
            _ => section,
        };

        TableRow[] Known(IReadOnlyList<TableRow> rows) => [.. rows.Where(row => row.Curve == CurveOutline.Unpruned || curves.Contains(row.Curve))];
    }

    /// <summary>First the tickets of every model's own masks, including those that are the source of a transfer; then the transferred tickets.</summary>
    static IEnumerable<TicketGroup> Groups(IReadOnlyList<Requested> requested)
    {
        var transfers = requested.SelectMany(one => one.Curves).Select(curve => curve.Method.Transferred).OfType<TransferPruning>().ToArray();
        foreach (var (setup, curves) in requested)
        {
            var own = curves.Where(curve => curve.Method.Transferred is null).ToList();
            foreach (var transfer in transfers.Where(transfer => transfer.Source == setup.Kind && !own.Any(curve => curve.Method == transfer.Method && !curve.IsRandom)))
                own.Insert(0, Curve.Winning(transfer.Method));
            if (own.Count > 0) yield return new TicketGroup(setup, Curve.WithBases(own));
        }
        foreach (var (setup, curves) in requested)
            foreach (var curve in curves)
                if (curve.Method.Transferred is { } transfer)
                    yield return new TicketGroup(setup, [curve], requested.First(one => one.Setup.Kind == transfer.Source && one.Setup.DataName == setup.DataName).Setup);
    }

    Setup Prepare(ModelKind model, DataSet data, in Shape pictures, RunOptions options, RunEnvironment environment)
    {
        var standard = Adapt(model.Settings(options.Scale, Math.Min(data.Train.Count, options.Images ?? int.MaxValue)), options);
        var settings = standard.With(options, data.Train.Count, data.Test.Count);
        return new Setup(model, data, pictures, settings, MetricsOf(model), Evaluations, FeaturesFor(data, settings, options.Scale, environment));
    }

    /// <summary>A classifier trained on all images of the data set; at smoke scale one that is trained within a second on the images of the run.</summary>
    static FeatureSource FeaturesFor(DataSet data, Settings settings, Scale scale, RunEnvironment environment)
    {
        var (weights, inception) = (environment.ClassifierWeights, environment.Inception);
        var standard = ClassifierTraining.For(data);
        if (scale != Scale.Smoke) return new(data, standard, weights, inception);
        var few = new DataSet(data.Name, data.Train.Slice(0, settings.Images), data.Test.Slice(0, settings.EvaluationImages));
        var quick = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 1, LearningRate: 0.05, Mirrored: false);
        return new(few, weights is null ? quick : standard, weights, inception);
    }

    static IEnumerable<string> DataSets(Subject subject, RunOptions options) =>
        options.Dataset is not null ? [options.Dataset]
        : options.Scale == Scale.Smoke ? [subject.Model.Image[0] == 1 ? "glyphs" : "glyphs-color"]
        : subject.DataSets;

    /// <summary>A data set; if it cannot be loaded, null and the reason.</summary>
    static (DataSet? Set, string Problem) TryLoad(DataFolder data, string name)
    {
        if (DataFolder.SizeProblem(name) is { } problem) throw new UsageException($"--dataset {name}: {problem}.");
        if (!DataFolder.Knows(name)) throw new UsageException($"--dataset: there is no '{name}'; there are {string.Join(", ", DataFolder.Names)}, and any folder of pictures by its path.{Suggestion.For(name, DataFolder.Names)}");
        try
        {
            return (data.Load(name), "");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or FileFormatException)
        {
            return (null, failure.Message);
        }
    }

    static T[] Narrowed<T>(T[] all, Func<T, string> name, string? wanted, string option)
    {
        if (wanted is null) return all;
        var names = wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var unknown in names.Except(all.Select(name)))
            throw new UsageException($"{option}: there is no '{unknown}'; there are {string.Join(", ", all.Select(name).Distinct())}.{Suggestion.For(unknown, all.Select(name))}");
        return [.. all.Where(item => names.Contains(name(item)))];
    }

    /// <param name="Curves">the curves of the report; empty if the model is only the source of a transfer</param>
    readonly record struct Requested(Setup Setup, Curve[] Curves);
}
