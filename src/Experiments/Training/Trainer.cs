using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Counts the steps of a training and calls the hooks. What a step is, the model knows; which images and random numbers
/// belong to it follows from the seed and its number, so that a training resumes or rewinds at any step.
/// </summary>
public sealed class Trainer : IDisposable
{
    readonly BatchFeed _feed;
    readonly List<Action<Trainer>> _hooks = [];

    /// <param name="model">trained in place</param>
    /// <param name="images">what it learns from</param>
    /// <param name="batch">images a step</param>
    /// <param name="seed">of the data order and the steps' random numbers</param>
    public Trainer(Model model, ImageSet images, int batch, ulong seed)
    {
        Model = model;
        Seed = seed;
        Batches = new Batches(images, batch, seed);
        _feed = new BatchFeed(model.Device, Batches, model.BatchesPerStep);
    }

    public Model Model { get; }

    public ulong Seed { get; }

    /// <summary>The updates made.</summary>
    public Step Step { get; private set; }

    /// <summary>The order in which it learns from the images.</summary>
    internal Batches Batches { get; }

    /// <summary>Of the last step.</summary>
    public Losses Losses { get; private set; }

    /// <summary>The first of the model's losses at the last step; NaN before the first.</summary>
    public double Loss => Losses.Names is { Count: > 0 } ? Losses[0] : double.NaN;

    /// <summary>How long the last step took, batch included, hooks not.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>Adds something that is done after every step; <see cref="Hooks"/> says when.</summary>
    public void AddHook(Action<Trainer> hook) => _hooks.Add(hook);

    /// <summary>Trains on until so many updates have been made.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the model is whole, at <see cref="Step"/>.</exception>
    public void RunTo(Step step, CancellationToken cancel = default)
    {
        while (Step < step)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            TrainOnce();
            StepTime = Stopwatch.GetElapsedTime(start);
            foreach (var hook in _hooks) hook(this);
        }
    }

    /// <summary>Trains a model that is at some step, restored or rewound, until another.</summary>
    /// <inheritdoc cref="RunTo"/>
    public void RunFrom(Step step, Step to, CancellationToken cancel = default)
    {
        Step = step;
        RunTo(to, cancel);
    }

    /// <summary>Gives back the memory of batches; the model is its owner's.</summary>
    public void Dispose() => _feed.Dispose();

    void TrainOnce()
    {
        using var scope = Model.Device.OpenScope();
        var images = _feed.Take(Step.Index, out var labels);
        Losses = Model.Step(images, new StepRandom(Seed, (ulong)Step.Index), labels);
        if (Losses.Missing is { } missing)
            throw new InvalidOperationException($"{Model.GetType().Name} did not report its loss '{missing}' in step {Step.Index}: an update gives Batch.Report every part of its loss that it declares.");
        Step = Step.Next;
    }
}
