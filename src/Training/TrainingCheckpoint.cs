using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Training;

/// <summary>The file that an interrupted training is resumed from: all state that a training changes, the step, and the notes of its hooks.</summary>
/// <param name="path">.safetensors</param>
/// <param name="interval">the least time between two writings</param>
public sealed class TrainingCheckpoint(string path, TimeSpan interval)
{
    long _written = Stopwatch.GetTimestamp();
    bool _isUnwritable;

    /// <summary>If set, a training continues without its checkpoint if the file cannot be read or written, and this receives a sentence with the reason. If null, that is an error.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Called before each writing, for example to flush a log that the resumed training continues.</summary>
    public Action? BeforeWriting { get; init; }

    public bool Exists => File.Exists(path);

    /// <summary>Deletes the file, when the training has ended.</summary>
    public void Delete() => File.Delete(path);

    /// <summary>Restores the model from the checkpoint, if there is one.</summary>
    /// <returns>its step and notes; null if there is none, or if it cannot be read and <see cref="Note"/> was called</returns>
    /// <exception cref="FileFormatException">The file is damaged, or of another model, and there is no <see cref="Note"/>.</exception>
    internal (Step Step, IReadOnlyDictionary<string, string> Notes)? Restore(Model model)
    {
        if (!Exists) return null;
        try
        {
            var step = SnapshotFile.Restore(path, model, out var notes);
            return (step, notes);
        }
        catch (Exception failure) when (Note is not null && failure is (FileFormatException or IOException or UnauthorizedAccessException))
        {
            Note!($"the training begins anew, since its checkpoint cannot be read: {failure.Message}");
            return null;
        }
    }

    internal bool IsDue => Stopwatch.GetElapsedTime(_written) >= interval;

    internal void Write(Model model, Step step, IReadOnlyDictionary<string, string> notes)
    {
        if (_isUnwritable) return;
        BeforeWriting?.Invoke();
        if (Note is null) SnapshotFile.Write(path, model, step, notes);
        else if (CacheFolder.Keep(Path.GetDirectoryName(Path.GetFullPath(path))!, () => SnapshotFile.Write(path, model, step, notes)) is { } problem)
        {
            Note($"the training cannot be resumed if it is interrupted: {problem}");
            _isUnwritable = true;
        }
        _written = Stopwatch.GetTimestamp();
    }
}
