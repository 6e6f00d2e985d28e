using System.Diagnostics;
using System.Globalization;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Removes channels during a training: those of an early-bird ticket when it is found, or given ones at a given step.</summary>
/// <param name="subject">whose model is trained</param>
/// <param name="key">of the training</param>
/// <param name="maskPath">the file to which the mask of an early-bird ticket is written</param>
/// <param name="given">channels to be removed, and when; null: an early-bird ticket is searched for</param>
/// <param name="source">the curve of the early-bird ticket that determines when</param>
sealed class ChannelHook(SubjectRun subject, TrainingKey key, string maskPath, Func<ChannelSets, (ChannelMask Mask, Step Step)>? given, string source) : ITrainingHook
{
    const string ScansKey = "channels.scans", EndKey = "channels.end";
    const char Separator = '/';

    readonly Settings _settings = subject.Setup.Settings;
    readonly EarlyBirdSearch _search = new(threshold: subject.Setup.Settings.ChannelScanThreshold);
    ChannelSets? _sets;
    (ChannelMask Mask, Step Step)? _given;

    /// <summary>The step at which channels were removed, or the search ended without; null before.</summary>
    Step? _end;

    double _seconds;

    /// <summary>Seconds of scans and removal since the last call.</summary>
    public double TakeSeconds() => (_seconds, _seconds = 0).Item1;

    public IEnumerable<KeyValuePair<string, string>> Notes =>
        _end is { } end ? [new(EndKey, end.ToString())] : [new(ScansKey, string.Join(Separator, _search.Masks.Select(mask => mask.ToString())))];

    public void Resume(IReadOnlyDictionary<string, string> notes)
    {
        if (notes.TryGetValue(EndKey, out var text))
        {
            _end = int.Parse(text, CultureInfo.InvariantCulture);
            subject.Model.ScalePenalty = 0;
            return;
        }
        Open();
        foreach (var mask in notes[ScansKey].Split(Separator, StringSplitOptions.RemoveEmptyEntries)) _search.Add(ChannelMask.Parse(_sets!, mask));
    }

    /// <summary>Called when the model is at its first step: the mask of the initial values is the first of the search.</summary>
    public void Begin()
    {
        Open();
        if (given is not null) return;
        Scan(0);
        RemarkOnReach();
    }

    /// <summary>Adam and RMSprop move a scale by about the learning rate a step: where the initial scales differ by more, masks of neighbouring scans agree because the scales cannot change their order.</summary>
    void RemarkOnReach()
    {
        var scales = _sets!.All.SelectMany(set => set.Scales).Distinct().SelectMany(scale => scale.Device.Read(scale.Value.Value)).ToArray();
        var mean = scales.Average();
        var deviation = Math.Sqrt(scales.Average(scale => (scale - mean) * (scale - mean)));
        var reach = subject.Model.Updates.Max(update => update.Optimizer.LearningRate) * _settings.ChannelScanInterval.Index;
        if (deviation == 0) subject.Note(key, "All scales are equal at the beginning, so that the first mask follows from their order alone: the overlap with it means nothing.");
        else if (reach < deviation)
            subject.Note(key, string.Create(CultureInfo.InvariantCulture, $"Between two masks, {_settings.ChannelScanInterval} steps, a scale moves by at most about {reach:G2}, and the initial scales have a standard deviation of {deviation:G2}: masks can agree because the scales stand still. A larger --scan-interval tells more."));
    }

    public void Stepped(Trainer trainer)
    {
        if (_end is not null) return;
        var (start, step) = (Stopwatch.GetTimestamp(), trainer.Step);
        if (_given is { } removal)
        {
            if (step == removal.Step) Remove(removal.Mask, step, isFound: subject.Run.Metrics.Find(new ChannelRemoval(key.Subject, key.Seed, source, key.Round, 0, false, 0, 0, 0, 0)) is not ChannelRemoval { Found: false });
        }
        else
        {
            if (step.IsEvery(_settings.ChannelScanInterval.Index)) Scan(step);
            if (_search.IsFound) Remove(_search.Masks[^1], step, isFound: true);
            else if (step == _settings.ChannelLatestScan) EndWithout(step);
        }
        _seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    void Open()
    {
        _sets = subject.ChannelSets();
        _given = given?.Invoke(_sets);
        subject.Model.ScalePenalty = given is null ? _settings.ChannelScalePenalty : 0;
    }

    void Scan(Step step)
    {
        _search.Add(ChannelMask.BySmallestScales(_sets!, _settings.CompressionOf(key.Round), Components.All, _settings.ChannelLeast));
        var masks = _search.Masks;
        subject.Record(new ChannelScan(key.Subject, key.Seed, key.Curve, key.Round, step.Index, [.. Enumerable.Reverse(masks).Skip(1).Select(masks[^1].Distance)], masks[^1].Overlap(masks[0])));
    }

    void EndWithout(Step step)
    {
        var removes = _settings.ChannelNotFound == ChannelFallback.Remove;
        subject.Note(key, $"No early-bird ticket was found until step {step}: {(removes ? "the channels of the last mask are removed" : "all channels stay")}. --latest-scan, --scan-threshold and --not-found decide that.");
        if (removes) Remove(_search.Masks[^1], step, isFound: false);
        else End(step);
    }

    void Remove(ChannelMask mask, Step step, bool isFound)
    {
        if (mask.Spared > 0) subject.Note(key, $"{Plural.Of(mask.Spared, "channel")} of {string.Join(", ", mask.SparedSets)} stayed, since every layer keeps {_settings.ChannelLeast}: {mask.Removed:N0} of {mask.Ranked:N0} were removed, where {_settings.CompressionOf(key.Round):P0} were asked for.");
        var fact = new ChannelRemoval(key.Subject, key.Seed, key.Curve, key.Round, step.Index, isFound, _settings.CompressionOf(key.Round), mask.Count, mask.Removed, mask.Ranked);
        if (given is null) ChannelMaskFile.Write(maskPath, mask, step);
        mask.Apply();
        if (_settings.ChannelMoments == OptimizerState.Reset) subject.Model.ResetOptimizers();
        subject.Record(fact);
        End(step);
    }

    void End(Step step)
    {
        _end = step;
        subject.Model.ScalePenalty = 0;
    }
}
