using System.Diagnostics;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Training;

/// <summary>The file that an interrupted training resumes from: everything that a training changes, the step, and the notes of its hooks.</summary>
/// <param name="path">.safetensors</param>
/// <param name="interval">the least time between two writings</param>
public sealed class TrainingCheckpoint(string path, TimeSpan interval)
{
    long _written = Stopwatch.GetTimestamp();
    bool _isUnwritable;

    /// <summary>If set, the checkpoint is a convenience: a file that cannot be read or written is reported to it in a sentence and the training goes on. Otherwise that is an error.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Done before each writing, such as flushing a log that the resumed training continues.</summary>
    public Action? BeforeWriting { get; init; }

    public bool Exists => File.Exists(path);

    /// <summary>Forgets a training that has come to its end.</summary>
    public void Delete() => File.Delete(path);

    /// <summary>Returns the model to the checkpoint, if there is one.</summary>
    /// <returns>its step and notes; null if there is none, or it cannot be read and that was noted</returns>
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
