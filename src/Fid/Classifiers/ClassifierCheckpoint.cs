using System.Diagnostics;
using System.Globalization;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Fid;

/// <summary>The file that an interrupted training of a classifier goes on from: weights, momentum and the step.</summary>
/// <param name="path">of the file; its folder is made</param>
/// <param name="interval">the time between two writings</param>
/// <param name="note">is told what is gone on with, and that the file cannot be read or written</param>
public sealed class ClassifierCheckpoint(string path, TimeSpan interval, Action<string>? note = null)
{
    const string StepKey = "step";

    long _written = Stopwatch.GetTimestamp();
    bool _isUnwritable;

    /// <summary>Gives the network what was kept, if anything was.</summary>
    /// <param name="network">with its optimizer</param>
    /// <param name="steps">of the whole training</param>
    /// <returns>the steps that were done; 0 if the training begins anew</returns>
    internal int Restore(ClassifierNetwork network, int steps)
    {
        if (!File.Exists(path)) return 0;
        try
        {
            var file = Checkpoint.Read(path);
            var step = int.Parse(file.Metadata[StepKey], NumberStyles.None, CultureInfo.InvariantCulture);
            network.Restore(new Snapshot(file.Arrays));
            note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"the training goes on at step {step:N0} of {steps:N0}"));
            return step;
        }
        catch (Exception failure) when (failure is FileFormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            note?.Invoke($"the training begins anew, since what was kept of it cannot be read: {failure.Message}");
            return 0;
        }
    }

    internal void WriteIfDue(ClassifierNetwork network, int step)
    {
        if (Stopwatch.GetElapsedTime(_written) >= interval) Write(network, step);
    }

    /// <param name="network">with its optimizer</param>
    /// <param name="step">the steps that were done</param>
    internal void Write(ClassifierNetwork network, int step)
    {
        if (_isUnwritable) return;
        var metadata = new Dictionary<string, string> { [StepKey] = step.ToString(CultureInfo.InvariantCulture) };
        var problem = CacheFolder.Keep(Path.GetDirectoryName(Path.GetFullPath(path))!, () => Checkpoint.Write(path, network.Snapshot().Arrays, metadata));
        if (problem is not null) note?.Invoke($"the training cannot be gone on with if it is interrupted: {problem}");
        _isUnwritable = problem is not null;
        _written = Stopwatch.GetTimestamp();
    }

    /// <summary>Forgets a training that is done.</summary>
    internal void Delete() => File.Delete(path);
}
