using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>
/// A figure with sparsity on its x axis: the unpruned network, then the tickets of each round. What belongs to all of
/// them is here and in TicketSweep; a figure's own file says only what is compared.
/// </summary>
public abstract class SparsitySweep : Experiment
{
    protected abstract IEnumerable<Subject> Subjects { get; }

    protected abstract IEnumerable<Curve> Curves { get; }

    protected virtual Metric Metric => Metric.ReconstructionLoss;

    /// <summary>Whether images are drawn of every ticket.</summary>
    protected virtual bool DrawsImages => false;

    /// <summary>The hyper-parameters, where a figure has its own.</summary>
    protected virtual Settings Adapt(Settings settings) => settings;

    public override Study Prepare(RunOptions options, DataFolder data)
    {
        options.Validate();
        var curves = Narrowed(Curves.ToArray(), curve => curve.Name, options.Curves, "--curves");
        var subjects = Narrowed(Subjects.ToArray(), subject => subject.Model.Name, options.Models, "--models");
        var setups = new List<Setup>();
        foreach (var subject in subjects)
            foreach (var name in DataSets(subject, options))
            {
                var set = Load(data, name);
                if (new Shape(set.Train.Channels, set.Train.Height, set.Train.Width) != subject.Model.Image)
                {
                    if (subjects.Length > 1) continue;
                    throw new UsageException($"{subject.Model.Name} takes images {subject.Model.Image}; {set.Train}.");
                }
                var settings = Adapt(subject.Model.Settings(options.Scale, Math.Min(set.Train.Count, options.Images ?? int.MaxValue)));
                setups.Add(new Setup(subject.Model, set, settings.With(options, set.Train.Count, set.Test.Count), Metric));
            }
        if (setups.Count == 0) throw new UsageException($"No model of {Name} takes the images of --dataset {options.Dataset}.");
        return new SweepStudy(options, setups, curves, Metric, DrawsImages, Description);
    }

    static IEnumerable<string> DataSets(Subject subject, RunOptions options) =>
        options.Dataset is not null ? [options.Dataset]
        : options.Scale == Scale.Smoke ? [subject.Model.Image[0] == 1 ? "glyphs" : "glyphs-color"]
        : subject.DataSets;

    static DataSet Load(DataFolder data, string name)
    {
        if (!DataFolder.Names.Contains(name)) throw new UsageException($"--dataset: there is no '{name}'; there are {string.Join(", ", DataFolder.Names)}.");
        return data.Load(name);
    }

    static T[] Narrowed<T>(T[] all, Func<T, string> name, string? wanted, string option)
    {
        if (wanted is null) return all;
        var names = wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var unknown in names.Except(all.Select(name)))
            throw new UsageException($"{option}: there is no '{unknown}'; there are {string.Join(", ", all.Select(name).Distinct())}.");
        return [.. all.Where(item => names.Contains(name(item)))];
    }
}
