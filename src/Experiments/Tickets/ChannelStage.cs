using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Networks of one subject and seed that lose channels: trains, records what is left, draws and measures.</summary>
sealed class ChannelStage(SubjectRun subject, TrainingStage training, ImageStage images, EvaluationStage evaluation)
{
    readonly Setup _setup = subject.Setup;

    /// <summary>One training of a round.</summary>
    /// <returns>the fraction of the weights that is removed, and the first metric's value; NaN if the training diverged, or there are no widths to train with</returns>
    public (double Sparsity, double Value) Run(Curve curve, ChannelPruning method, int round)
    {
        var precision = subject.Model.Precision;
        subject.Model.Precision = method.Precision ?? precision;
        try
        {
            return RunInPrecision(curve, method, round);
        }
        finally
        {
            subject.Model.Precision = precision;
        }
    }

    (double Sparsity, double Value) RunInPrecision(Curve curve, ChannelPruning method, int round)
    {
        var (key, output) = (subject.Key(curve.Name, round), subject.Output(curve, round));
        var ticket = subject.Paths.Mask((method.Basis ?? method).Name, round);
        if (method.Basis is not null && !File.Exists(ticket))
        {
            subject.Record(new Divergence(key.Subject, key.Seed, key.Curve, round, 0, 0, "the early-bird ticket of the round removed no channels, so that there are no widths to train with"));
            subject.Run.Observer.TrainingSkipped(key);
            return (double.NaN, double.NaN);
        }
        var hook = method.Choice == ChannelChoice.NewNetwork ? null : new ChannelHook(subject, key, ticket, method.Choice == ChannelChoice.EarlyBird ? null : sets => Shuffled(sets, ticket, round));
        if (!training.Run(key, curve, 0, output, Begin, hook: hook)) return (double.NaN, double.NaN);
        subject.Load(output);
        RecordWork(key, method.Choice == ChannelChoice.NewNetwork ? 0 : RemovalStep(key));
        var sparsity = RecordWidths(key with { Curve = method.Name });
        images.DrawTicket(curve, round);
        return (sparsity, evaluation.Measure(key, sparsity, output));

        void Begin()
        {
            subject.Model.Initialise(subject.Seed);
            if (hook is not null)
            {
                hook.Begin();
                return;
            }
            ChannelMaskFile.Read(ticket, subject.ChannelSets()).Mask.Apply();
            subject.Model.Initialise(Pruning.Tickets.RandomSeed(subject.Seed, round), keepWidths: true);
        }
    }

    (ChannelMask, Step) Shuffled(ChannelSets sets, string ticket, int round)
    {
        var (mask, step) = ChannelMaskFile.Read(ticket, sets);
        return (mask.Shuffled(Pruning.Tickets.RandomSeed(subject.Seed, round)), step);
    }

    /// <summary>The step from which on the network was narrow; the end of the training if it never was.</summary>
    Step RemovalStep(TrainingKey key) =>
        subject.Run.Metrics.Find(new ChannelRemoval(key.Subject, key.Seed, key.Curve, key.Round, 0, false, 0, 0, 0)) is ChannelRemoval removal ? removal.Step : _setup.Settings.Steps;

    /// <summary>Records the arithmetic of a training that was dense until a step and narrow from then on; the model is narrow.</summary>
    void RecordWork(TrainingKey key, Step removal)
    {
        if (subject.Run.Metrics.Find(new TrainingWork(key.Subject, key.Seed, key.Curve, key.Round, 0, 0, 0, 0)) is not null) return;
        var work = (_setup.Settings.Steps.Index - removal.Index) * _setup.WorkOfStep(subject.Model) + removal.Index * subject.DenseWork;
        subject.Record(new TrainingWork(key.Subject, key.Seed, key.Curve, key.Round, work.Dense, work.Executed, 0, 0));
    }

    /// <summary>Records how many weights of each layer are left.</summary>
    /// <returns>the fraction of the weights that is removed</returns>
    double RecordWidths(TrainingKey key)
    {
        foreach (var parameter in subject.Model.Prunable)
            subject.Record(new LayerDensity(key.Subject, key.Seed, key.Curve, key.Round, parameter.Path, (int)parameter.Shape.Count, (int)parameter.FullShape.Count));
        return 1 - (double)subject.Model.Prunable.Sum(parameter => parameter.Shape.Count) / subject.Model.Prunable.Sum(parameter => parameter.FullShape.Count);
    }
}
