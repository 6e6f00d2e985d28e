using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// Trains one model again and again, from different beginnings, each to a file of its own. A training that was
/// interrupted goes on from its last checkpoint; one that diverges ends there, and is not tried again.
/// </summary>
/// <param name="evaluate">measures the model during a training, where the setup wants that</param>
sealed class TrainingStage(RunContext run, Setup setup, Model model, ulong seed, Action<Place, Step> evaluate)
{
    /// <summary>How many losses of a training are recorded.</summary>
    const int RecordedLosses = 20;

    const string Ending = ".safetensors", CheckpointEnding = ".checkpoint.safetensors";

    /// <summary>The file whose weights the model holds now.</summary>
    string? _held;

    /// <summary>Trains, unless it was done before.</summary>
    /// <param name="place">which training it is</param>
    /// <param name="curve">of which curve; null of the unpruned network</param>
    /// <param name="from">the step at which it begins</param>
    /// <param name="output">the trained weights, when it is done</param>
    /// <param name="begin">brings the model to its first step</param>
    /// <param name="snapshots">steps at which everything is kept, and where</param>
    /// <returns>whether there are trained weights: not if it diverged</returns>
    public bool Run(Place place, Curve? curve, Step from, string output, Action begin, IEnumerable<(Step Step, string Path)>? snapshots = null)
    {
        var checkpoint = string.Concat(output.AsSpan(0, output.Length - Ending.Length), CheckpointEnding);
        var diverged = run.Metrics.Divergence(place) is not null;
        if (diverged || File.Exists(output))
        {
            if (run.Folder.Resumed && !diverged) Checkpoint.Read(output);
            File.Delete(checkpoint);
            run.Observer.TrainingSkipped(place);
            return !diverged;
        }
        var kept = snapshots?.ToArray() ?? [];
        // What is measured during a training cannot be measured after it.
        if (setup.EvaluationInterval is null && !File.Exists(checkpoint) && run.Finished.Take(run, place, curve, [.. kept.Select(snapshot => snapshot.Path), output]))
        {
            run.Observer.TrainingSkipped(place);
            return true;
        }
        _held = null;
        var training = new Training(new LateLosses(setup.Settings.Steps), new DivergenceWatch(), checkpoint);
        if (File.Exists(checkpoint))
        {
            from = SnapshotFile.Restore(checkpoint, model, out var notes);
            training.Resume(notes);
        }
        else
        {
            begin();
            foreach (var (step, path) in kept)
                if (step == from) SnapshotFile.Write(path, model, step);
        }
        if (!Train(place, from, training, kept)) return false;
        foreach (var (name, mean) in training.Late.Means) run.Metrics.Record(new LateLoss(place.Subject, place.Seed, place.Curve, place.Round, name, mean));
        run.Metrics.Flush();
        SnapshotFile.WriteWeights(output, model, setup.Settings.Steps);
        File.Delete(checkpoint);
        _held = output;
        return true;
    }

    /// <summary>Changes the model otherwise.</summary>
    public void Begin(Action begin)
    {
        _held = null;
        begin();
    }

    /// <summary>Gives the model the weights of a finished training.</summary>
    public void Load(string output)
    {
        if (_held == output) return;
        SnapshotFile.RestoreWeights(output, model);
        _held = output;
    }

    /// <returns>whether it came to its end</returns>
    bool Train(Place place, Step from, Training training, (Step Step, string Path)[] kept)
    {
        var steps = setup.Settings.Steps;
        var times = new List<double>(steps.Index - from.Index);
        using var trainer = new Trainer(model, setup.Train, setup.Settings.Batch, seed);
        trainer.AddHook(_ => times.Add(trainer.StepTime.TotalMilliseconds));
        trainer.AddHook(training.Watch.Check);
        trainer.AddHook(training.Late.Add);
        trainer.AddHook(Hooks.Every(Math.Max(1, steps.Index / RecordedLosses), _ => RecordLosses(place, trainer)));
        foreach (var (step, path) in kept) trainer.AddHook(Hooks.At(step, _ => SnapshotFile.Write(path, model, step)));
        if (setup.EvaluationInterval is { } interval) trainer.AddHook(Hooks.Every(interval, _ => evaluate(place, trainer.Step)));
        trainer.AddHook(Hooks.Every(run.Environment.CheckpointInterval, _ => Save(training, trainer)));
        trainer.AddHook(run.Observer.Stepped);
        run.Observer.TrainingBegins(place, from, steps);
        try
        {
            trainer.RunFrom(from, steps, run.Cancel);
            return true;
        }
        catch (DivergenceException divergence)
        {
            Record(place, trainer, divergence);
            File.Delete(training.Checkpoint);
            return false;
        }
        catch (OperationCanceledException)
        {
            Save(training, trainer);
            throw;
        }
        finally
        {
            if (times.Count > 0) RecordTimes(place, times);
        }
    }

    void Save(Training training, Trainer trainer)
    {
        run.Metrics.Flush();
        SnapshotFile.Write(training.Checkpoint, model, trainer.Step, training.Notes);
    }

    void Record(Place place, Trainer trainer, DivergenceException divergence)
    {
        var how = divergence.Message;
        run.Metrics.Record(new Divergence(place.Subject, place.Seed, place.Curve, place.Round, 1 - model.Density, trainer.Step.Index, how));
        run.Metrics.Flush();
        run.Observer.Note($"{place}: diverged at step {trainer.Step}: {how}. {Advice(divergence)}");
    }

    /// <summary>What may help: nothing else does where nothing passes through a layer.</summary>
    string Advice(DivergenceException divergence) =>
        !divergence.IsStuck || !model.Mask().EmptyLayers.Any() ? "A smaller --learning-rate may help."
        : setup.Settings.Pool == Pool.Global ? "Layers without weights let nothing through: --pool network or layer spares them, or fewer --rounds."
        : "Layers without weights let nothing through: fewer --rounds help.";

    void RecordLosses(Place place, Trainer trainer)
    {
        foreach (var name in trainer.Losses.Names)
            run.Metrics.Record(new TrainingLoss(place.Subject, place.Seed, place.Curve, place.Round, trainer.Step.Index, name, trainer.Losses[name]));
    }

    void RecordTimes(Place place, List<double> times)
    {
        var seconds = times.Sum() / 1000;
        times.Sort();
        run.Timings.Record(new Timing(place.Subject, place.Seed, place.Curve, place.Round, times.Count, seconds, times[times.Count / 2], run.Threads));
    }

    /// <summary>What is followed from step to step, and kept with a checkpoint.</summary>
    sealed record Training(LateLosses Late, DivergenceWatch Watch, string Checkpoint)
    {
        public IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(Late.Notes.Concat(Watch.Notes));

        public void Resume(IReadOnlyDictionary<string, string> notes)
        {
            Late.Resume(notes);
            Watch.Resume(notes);
        }
    }
}
