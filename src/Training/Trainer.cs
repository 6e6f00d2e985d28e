using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Training;

/// <summary>
/// The training loop: makes the steps of a model and calls the hooks. The images and random numbers of a step follow from the seed and the
/// index of the step, so that a training can be resumed or rewound at any step.
/// </summary>
public sealed class Trainer : IDisposable
{
    readonly BatchFeed _feed;
    readonly List<Action<Trainer>> _hooks = [];
    readonly List<ITrainingHook> _states = [];

    /// <summary>The learning rate that the optimizer of each update was constructed with.</summary>
    readonly double[] _rates;

    /// <param name="model">trained in place</param>
    /// <param name="batch">N, images of a batch</param>
    /// <param name="seed">seed of the data order and of the steps' random numbers</param>
    public Trainer(Model model, ImageSet images, int batch, ulong seed) : this(model, new Batches(images, batch, seed), seed)
    {
    }

    /// <param name="model">trained in place</param>
    /// <param name="batches">batch t·K + i is batch i of step t, for the model's K = <see cref="Model.BatchesPerStep"/></param>
    /// <param name="seed">seed of the steps' random numbers</param>
    public Trainer(Model model, IBatchSource batches, ulong seed)
    {
        Model = model;
        Seed = seed;
        Batches = batches;
        _feed = new BatchFeed(model.Device, batches, model.BatchesPerStep);
        _rates = [.. model.Updates.Select(update => update.Optimizer.LearningRate)];
    }

    public Model Model { get; }

    public ulong Seed { get; }

    /// <summary>Number of updates made.</summary>
    public Step Step { get; private set; }

    public IBatchSource Batches { get; }

    /// <summary>Schedule of the learning rates; null: they are constant.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Written at intervals, and when the training is cancelled; null: an interrupted training cannot be resumed.</summary>
    public TrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>The losses of the last step.</summary>
    public Losses Losses { get; private set; }

    /// <summary>The first of the model's losses at the last step; NaN before the first.</summary>
    public double Loss => Losses.Names is { Count: > 0 } ? Losses[0] : double.NaN;

    /// <summary>The time of the last step, with its batch and without the hooks.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>Adds a hook that is called after every step; <see cref="Hooks"/> restricts it to certain steps.</summary>
    public void AddHook(Action<Trainer> hook) => _hooks.Add(hook);

    /// <summary>Adds a hook whose state is part of the checkpoint.</summary>
    public void AddHook(ITrainingHook hook)
    {
        _states.Add(hook);
        _hooks.Add(hook.Stepped);
    }

    /// <summary>Restores the checkpoint, if there is one: the model, the step and the states of the hooks.</summary>
    /// <returns>whether there was one; otherwise nothing was changed</returns>
    /// <exception cref="FileFormatException">It is damaged, or of another model.</exception>
    public bool Resume()
    {
        if (Checkpoint?.Restore(Model) is not var (step, notes)) return false;
        Step = step;
        foreach (var hook in _states) hook.Resume(notes);
        return true;
    }

    /// <summary>Trains until <paramref name="step"/> updates have been made.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled. The model is at <see cref="Step"/>, all hooks of that step have been called, and the checkpoint is written.</exception>
    public void RunTo(Step step, CancellationToken cancel = default)
    {
        while (Step < step)
        {
            if (cancel.IsCancellationRequested) WriteCheckpoint();
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            TrainOnce();
            StepTime = Stopwatch.GetElapsedTime(start);
            foreach (var hook in _hooks) hook(this);
            if (Checkpoint?.IsDue == true) WriteCheckpoint();
        }
    }

    /// <summary>Trains a model whose state is that of <paramref name="step"/>, restored or rewound, until <paramref name="to"/> updates have been made.</summary>
    /// <inheritdoc cref="RunTo"/>
    public void RunFrom(Step step, Step to, CancellationToken cancel = default)
    {
        Step = step;
        RunTo(to, cancel);
    }

    /// <summary>Frees the batches, not the model.</summary>
    public void Dispose() => _feed.Dispose();

    void TrainOnce()
    {
        using var scope = Model.Device.OpenScope();
        if (Schedule is not null)
            for (var i = 0; i < _rates.Length; i++) Model.Updates[i].Optimizer.LearningRate = _rates[i] * Schedule.Factor(Step);
        var images = _feed.Take(Step.Index, out var labels);
        Losses = Model.Step(images, new StepRandom(Seed, (ulong)Step.Index), labels);
        if (Losses.Missing is { } missing)
            throw new InvalidOperationException($"{Model.GetType().Name} did not report its loss '{missing}' in step {Step.Index}: an update gives Batch.Report every part of its loss that it declares.");
        Step = Step.Next;
    }

    void WriteCheckpoint() => Checkpoint?.Write(Model, Step, new Dictionary<string, string>(_states.SelectMany(hook => hook.Notes)));
}
