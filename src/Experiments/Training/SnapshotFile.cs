using System.Globalization;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Snapshots of models as files: everything, to train on from; or weights and masks alone, to be used and scored.</summary>
public static class SnapshotFile
{
    const string StepKey = "step";

    /// <summary>Writes everything that training changes.</summary>
    public static void Write(string path, Model model, Step step) => Write(path, model.Snapshot().Arrays, step);

    /// <summary>Writes parameters, masks and buffers, but no optimizer state.</summary>
    public static void WriteWeights(string path, Model model, Step step)
    {
        var moments = model.Parameters
            .SelectMany(parameter => parameter.Companions.Select(companion => $"{parameter.Path}.{companion.Name}"))
            .ToHashSet();
        Write(path, model.Snapshot().Arrays.Where(pair => !moments.Contains(pair.Key) && !IsStepCount(pair.Value)), step);
    }

    /// <summary>Returns a model to what <see cref="Write(string, Model, Step)"/> wrote.</summary>
    /// <returns>the step it was at</returns>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static Step Restore(string path, Model model)
    {
        var (snapshot, step) = Read(path);
        Restore(path, model, snapshot);
        return step;
    }

    /// <summary>Gives a model the weights and masks that <see cref="WriteWeights"/> wrote; its optimizers begin anew.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static void RestoreWeights(string path, Model model)
    {
        var (weights, _) = Read(path);
        model.Initialise(seed: 0);
        var rest = model.Snapshot().Arrays.Where(pair => !weights.Arrays.ContainsKey(pair.Key));
        Restore(path, model, new Snapshot(weights.Arrays.Concat(rest)));
    }

    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public static (Snapshot Snapshot, Step Step) Read(string path)
    {
        var file = Checkpoint.Read(path);
        return file.Metadata.TryGetValue(StepKey, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? (new Snapshot(file.Arrays), step)
            : throw new FileFormatException(path, $"expected a step in its metadata, found '{text}'");
    }

    static void Restore(string path, Model model, Snapshot snapshot)
    {
        try
        {
            model.Restore(snapshot);
        }
        catch (ArgumentException failure)
        {
            throw new FileFormatException(path, failure.Message, failure);
        }
    }

    static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, Step step) =>
        Checkpoint.Write(path, new Dictionary<string, NDArray>(arrays), new Dictionary<string, string> { [StepKey] = step.ToString() });

    static bool IsStepCount(NDArray array) => array is { DType: DType.Int64, Shape.Rank: 0 };
}
