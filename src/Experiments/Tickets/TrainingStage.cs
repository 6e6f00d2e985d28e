using SparseGen.Autograd;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>
/// Trains one model several times, from different initial states, each time to its own file. A training that was interrupted is resumed from
/// its last checkpoint; one that diverges ends, and is not repeated.
/// </summary>
/// <param name="evaluate">measures the model during a training, if the setup has an evaluation interval</param>
sealed class TrainingStage(SubjectRun subject, Action<TrainingKey, Step> evaluate)
{
    /// <summary>Number of steps of a training whose losses are recorded.</summary>
    const int RecordedLosses = 20;

    const string Ending = ".safetensors", CheckpointEnding = ".checkpoint.safetensors";

    readonly RunContext _run = subject.Run;
    readonly Setup _setup = subject.Setup;
    readonly Model _model = subject.Model;

    /// <summary>Of the running training: done before each checkpoint is written.</summary>
    Action? _beforeCheckpoint;

    /// <summary>Makes a training, unless it was made before.</summary>
    /// <param name="curve">curve of the training; null for the unpruned network</param>
    /// <param name="from">the step at which it begins</param>
    /// <param name="output">the file of the trained weights, written at the end</param>
    /// <param name="begin">sets the model to its state at the first step</param>
    /// <param name="snapshots">steps at which the whole state is saved, and the files</param>
    /// <returns>whether there are trained weights; false if the training diverged</returns>
    public bool Run(TrainingKey key, Curve? curve, Step from, string output, Action begin, IEnumerable<(Step Step, string Path)>? snapshots = null, ChannelHook? hook = null)
    {
        var checkpoint = new TrainingCheckpoint(string.Concat(output.AsSpan(0, output.Length - Ending.Length), CheckpointEnding), _run.Environment.CheckpointInterval) { BeforeWriting = () => _beforeCheckpoint?.Invoke() };
        var diverged = _run.Metrics.Divergence(key) is not null;
        if (diverged || File.Exists(output))
        {
            if (_run.Folder.Resumed && !diverged) Checkpoint.Read(output);
            checkpoint.Delete();
            _run.Observer.TrainingSkipped(key);
            return !diverged;
        }
        var kept = snapshots?.ToArray() ?? [];
        // The evaluations during a training cannot be made after it.
        if (_setup.EvaluationInterval is null && !checkpoint.Exists && _run.Finished.Take(_run, key, curve, [.. kept.Select(snapshot => snapshot.Path), output]))
        {
            _run.Observer.TrainingSkipped(key);
            return true;
        }
        var trained = false;
        subject.Change(_ => trained = Train(key, from, checkpoint, begin, kept, output, hook));
        if (trained) subject.MarkLoaded(output);
        checkpoint.Delete();
        return trained;
    }

    /// <summary>Whether the floating-point operations of a training are recorded.</summary>
    public bool IsWorkRecorded(TrainingKey key) => _run.Metrics.Find(new TrainingWork(key.Subject, key.Seed, key.Curve, key.Round, 0, 0, 0, 0)) is not null;

    /// <summary>Records the floating-point operations of a training. They depend only on shapes and masks, not on interruptions.</summary>
    /// <param name="from">the step at which it begins</param>
    /// <param name="begin">sets the model to its state at the first step</param>
    /// <param name="scoring">the work of the scores that its mask is made from</param>
    public void RecordWork(TrainingKey key, Step from, Action begin, Func<Work> scoring)
    {
        subject.Change(_ => begin());
        var (work, scores) = ((_setup.Settings.Steps.Index - from.Index) * _setup.WorkOfStep(_model), scoring());
        subject.Record(new TrainingWork(key.Subject, key.Seed, key.Curve, key.Round, work.Dense, work.Executed, scores.Dense, scores.Executed));
    }

    /// <returns>whether it was completed, and its weights were written</returns>
    bool Train(TrainingKey key, Step from, TrainingCheckpoint checkpoint, Action begin, (Step Step, string Path)[] kept, string output, ChannelHook? hook)
    {
        var steps = _setup.Settings.Steps;
        var (late, times) = (new LateLosses(steps), new List<double>(steps.Index - from.Index));
        using var trainer = new Trainer(_model, _setup.Train, _setup.Settings.Batch, subject.Seed) { Checkpoint = checkpoint };
        trainer.AddHook(_ => times.Add(trainer.StepTime.TotalMilliseconds));
        trainer.AddHook(new DivergenceWatch());
        trainer.AddHook(late);
        trainer.AddHook(Hooks.Every(Math.Max(1, steps.Index / RecordedLosses), _ => RecordLosses(key, trainer)));
        foreach (var (step, path) in kept) trainer.AddHook(Hooks.At(step, _ => SnapshotFile.Write(path, _model, step)));
        if (_setup.EvaluationInterval is { } interval) trainer.AddHook(Hooks.Every(interval, _ => evaluate(key, trainer.Step)));
        if (hook is not null) trainer.AddHook(hook);
        trainer.AddHook(_run.Observer.Stepped);
        if (trainer.Resume()) from = trainer.Step;
        else
        {
            begin();
            foreach (var (step, path) in kept)
                if (step == from) SnapshotFile.Write(path, _model, step);
        }
        // The times of the steps that a checkpoint contains are kept even if the process is killed.
        _beforeCheckpoint = () =>
        {
            _run.Metrics.Flush();
            RecordTimes(key, times, hook);
        };
        _run.Observer.TrainingBegins(key, from, steps);
        try
        {
            trainer.RunFrom(from, steps, _run.Cancel);
        }
        catch (DivergenceException divergence)
        {
            Record(key, trainer, divergence);
            return false;
        }
        finally
        {
            RecordTimes(key, times, hook);
        }
        foreach (var (name, mean) in late.Means) subject.Record(new LateLoss(key.Subject, key.Seed, key.Curve, key.Round, name, mean));
        _run.Metrics.Flush();
        SnapshotFile.WriteWeights(output, _model, steps);
        return true;
    }

    void Record(TrainingKey key, Trainer trainer, DivergenceException divergence)
    {
        var how = divergence.Message;
        _run.Metrics.Record(new Divergence(key.Subject, key.Seed, key.Curve, key.Round, 1 - _model.Density, trainer.Step.Index, how));
        _run.Metrics.Flush();
        _run.Observer.Note($"{key}: diverged at step {trainer.Step}: {how}. {Advice(divergence)}");
    }

    /// <summary>Advice to the user. If a layer has no weights, a smaller learning rate does not help.</summary>
    string Advice(DivergenceException divergence) =>
        !divergence.IsStuck || !_model.Mask().EmptyLayers.Any() ? "A smaller --learning-rate may help."
        : _setup.Settings.Pool == Pool.Global ? "Layers without weights let nothing through: --pool network or layer spares them, or fewer --rounds."
        : "Layers without weights let nothing through: fewer --rounds help.";

    void RecordLosses(TrainingKey key, Trainer trainer)
    {
        foreach (var name in trainer.Losses.Names)
            _run.Metrics.Record(new TrainingLoss(key.Subject, key.Seed, key.Curve, key.Round, trainer.Step.Index, name, trainer.Losses[name]));
    }

    /// <summary>Records the times of the steps since the last call.</summary>
    void RecordTimes(TrainingKey key, List<double> times, ChannelHook? hook)
    {
        if (times.Count == 0) return;
        var seconds = times.Sum() / 1000 + (hook?.TakeSeconds() ?? 0);
        times.Sort();
        _run.Timings.Record(new Timing(key.Subject, key.Seed, key.Curve, key.Round, times.Count, seconds, times[times.Count / 2], _run.Threads));
        times.Clear();
    }
}
