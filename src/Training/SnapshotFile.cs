using System.Globalization;
using SparseGen.Models;

namespace SparseGen.Training;

/// <summary>
/// Files of snapshots: the whole state, to resume a training, or only weights and masks, to use a network. Published weights are read by
/// <see cref="Model.LoadWeights"/>.
/// </summary>
public static class SnapshotFile
{
    const string StepKey = "step";

    /// <summary>Writes the whole state that training changes.</summary>
    /// <param name="notes">further values that a resumed training needs</param>
    public static void Write(string path, Model model, Step step, IReadOnlyDictionary<string, string>? notes = null) =>
        Write(path, model.Snapshot().Arrays, step, notes);

    /// <summary>Writes parameters, masks and buffers, but no optimizer state.</summary>
    public static void WriteWeights(string path, Model model, Step step) => Write(path, model.Weights(), step);

    /// <summary>Restores the state that <see cref="Write(string, Model, Step, IReadOnlyDictionary{string, string})"/> wrote.</summary>
    /// <returns>the step of that state</returns>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static Step Restore(string path, Model model) => Restore(path, model, out _);

    /// <inheritdoc cref="Restore(string, Model)"/>
    public static Step Restore(string path, Model model, out IReadOnlyDictionary<string, string> notes)
    {
        var file = Checkpoint.Read(path);
        Restore(path, () => model.Restore(new Snapshot(file.Arrays)));
        notes = file.Metadata;
        return StepOf(path, file);
    }

    /// <summary>Restores the weights and masks that <see cref="WriteWeights"/> wrote; the state of all optimizers becomes 0.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static void RestoreWeights(string path, Model model)
    {
        var (weights, _) = Read(path);
        Restore(path, () => model.RestoreWeights(weights));
    }

    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public static (Snapshot Snapshot, Step Step) Read(string path)
    {
        var file = Checkpoint.Read(path);
        return (new Snapshot(file.Arrays), StepOf(path, file));
    }

    static Step StepOf(string path, ArrayFile file) =>
        file.Metadata.TryGetValue(StepKey, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step
            : throw new FileFormatException(path, $"expected a step in its metadata, found '{text}'");

    static void Restore(string path, Action restore)
    {
        try
        {
            restore();
        }
        catch (ArgumentException failure)
        {
            throw new FileFormatException(path, failure.Message, failure);
        }
    }

    static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, Step step, IReadOnlyDictionary<string, string>? notes = null) =>
        Checkpoint.Write(path, new Dictionary<string, NDArray>(arrays), new Dictionary<string, string>(notes ?? new Dictionary<string, string>()) { [StepKey] = step.ToString() });
}
