using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Trains one model again and again, from different beginnings, each to a file of its own. A training that was
/// interrupted goes on from its last checkpoint.
/// </summary>
sealed class TrainingStage(RunContext run, Setup setup, Model model, ulong seed)
{
    /// <summary>How many losses of a training are recorded.</summary>
    const int RecordedLosses = 20;

    const string Ending = ".safetensors", CheckpointEnding = ".checkpoint.safetensors";

    /// <summary>The file whose weights the model holds now.</summary>
    string? _held;

    /// <summary>Trains, unless the output exists.</summary>
    /// <param name="place">which training it is</param>
    /// <param name="from">the step at which it begins</param>
    /// <param name="output">the trained weights, when it is done</param>
    /// <param name="begin">brings the model to its first step</param>
    /// <param name="snapshots">steps at which everything is kept, and where</param>
    public void Run(Place place, Step from, string output, Action begin, IEnumerable<(Step Step, string Path)>? snapshots = null)
    {
        var checkpoint = string.Concat(output.AsSpan(0, output.Length - Ending.Length), CheckpointEnding);
        if (File.Exists(output))
        {
            if (run.Folder.Resumed) Checkpoint.Read(output);
            File.Delete(checkpoint);
            run.Observer.TrainingSkipped(place);
            return;
        }
        _held = null;
        var kept = snapshots?.ToArray() ?? [];
        if (File.Exists(checkpoint)) from = SnapshotFile.Restore(checkpoint, model);
        else
        {
            begin();
            foreach (var (step, path) in kept)
                if (step == from) SnapshotFile.Write(path, model, step);
        }
        Train(place, from, checkpoint, kept);
        run.Metrics.Flush();
        SnapshotFile.WriteWeights(output, model, setup.Settings.Steps);
        File.Delete(checkpoint);
        _held = output;
    }

    /// <summary>Gives the model the weights of a finished training.</summary>
    public void Load(string output)
    {
        if (_held == output) return;
        SnapshotFile.RestoreWeights(output, model);
        _held = output;
    }

    void Train(Place place, Step from, string checkpoint, (Step Step, string Path)[] kept)
    {
        var steps = setup.Settings.Steps;
        var times = new List<double>(steps.Index - from.Index);
        var trainer = new Trainer(model, setup.Train, setup.Settings.Batch, seed);
        trainer.AddHook(_ => times.Add(trainer.StepTime.TotalMilliseconds));
        trainer.AddHook(_ => RequireFiniteLoss(place, trainer));
        trainer.AddHook(Hooks.Every(Math.Max(1, steps.Index / RecordedLosses), _ =>
            run.Metrics.Record(new TrainingLoss(place.Subject, place.Seed, place.Curve, place.Round, trainer.Step.Index, trainer.Loss))));
        foreach (var (step, path) in kept) trainer.AddHook(Hooks.At(step, _ => SnapshotFile.Write(path, model, step)));
        trainer.AddHook(Hooks.Every(run.Environment.CheckpointInterval, _ => Save(checkpoint, trainer)));
        trainer.AddHook(run.Observer.Stepped);
        run.Observer.TrainingBegins(place, from, steps);
        try
        {
            trainer.RunFrom(from, steps, run.Cancel);
        }
        catch (OperationCanceledException)
        {
            Save(checkpoint, trainer);
            throw;
        }
        finally
        {
            if (times.Count > 0) RecordTimes(place, times);
        }
    }

    void Save(string checkpoint, Trainer trainer)
    {
        run.Metrics.Flush();
        SnapshotFile.Write(checkpoint, model, trainer.Step);
    }

    void RecordTimes(Place place, List<double> times)
    {
        var seconds = times.Sum() / 1000;
        times.Sort();
        run.Timings.Record(new Timing(place.Subject, place.Seed, place.Curve, place.Round, times.Count, seconds, times[times.Count / 2], run.Threads));
    }

    static void RequireFiniteLoss(Place place, Trainer trainer)
    {
        if (!double.IsFinite(trainer.Loss))
            throw new RunException($"{place}: the loss is {trainer.Loss} at step {trainer.Step}: the training diverged. A smaller --learning-rate may help.");
    }
}
