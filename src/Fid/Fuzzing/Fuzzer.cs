using System.Diagnostics;

namespace SparseGen.Fid.Fuzzing;

/// <summary>
/// Damages valid files at random and reads them. Each must give a valid result, or a <see cref="FileFormatException"/> that names
/// the file, within a time limit and with allocations limited to a multiple of its size.
/// </summary>
public sealed class Fuzzer
{
    /// <summary>Upper bound on the bytes that a reader may allocate: AllocationPerByte times the size of the file + AllocationAlways.</summary>
    public const long AllocationPerByte = 64, AllocationAlways = 8 << 20;

    /// <summary>Time limit for reading one file.</summary>
    const int TimeoutSeconds = 20;

    readonly string _folder;
    readonly ulong _seed;
    /// <summary>Each target as often as its share.</summary>
    readonly List<FuzzTarget> _choices = [];
    long _current = -1;
    long _since = Stopwatch.GetTimestamp();

    /// <param name="folder">an empty folder for the damaged files; those of failures remain in it</param>
    /// <param name="seed">determines the damage of all files</param>
    public Fuzzer(string folder, ulong seed)
    {
        _folder = folder;
        _seed = seed;
        foreach (var target in FuzzTargets.Of(folder))
            for (var i = 0; i < target.Share; i++) _choices.Add(target);
    }

    /// <summary>Reads <paramref name="count"/> damaged files.</summary>
    /// <param name="progress">receives the number of files so far after each file</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public FuzzReport Run(int count, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        var report = new FuzzReport();
        // Files are read in another thread, since only so a reader that does not return can be noticed.
        var worker = new Thread(() =>
        {
            for (var i = 0; i < count && !cancel.IsCancellationRequested; i++)
            {
                Volatile.Write(ref _since, Stopwatch.GetTimestamp());
                Volatile.Write(ref _current, i);
                Try(i, report);
                progress?.Report(i + 1);
            }
        }) { IsBackground = true, Name = "SparseGen fuzzer" };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _since)).TotalSeconds > TimeoutSeconds)
            {
                report.Fail($"file {Volatile.Read(ref _current)} of seed {_seed}: still being read after {TimeoutSeconds} seconds");
                return report;
            }
        cancel.ThrowIfCancellationRequested();
        return report;
    }

    void Try(int index, FuzzReport report)
    {
        var random = new PhiloxSequence(RandomStream.For(_seed, "fuzz", (ulong)index));
        var target = _choices[random.NextBelow(_choices.Count)];
        var bytes = Damage(target, ref random);
        var path = Path.Combine(_folder, target.FileName);
        File.WriteAllBytes(path, bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Read(target, path, out var refused);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (fault is null && allocated > AllocationPerByte * bytes.Length + AllocationAlways + target.FixedBytes) fault = $"allocated {allocated:N0} bytes for a file of {bytes.Length:N0}";
        report.Add(target.Name, refused, bytes.Length, allocated);
        if (fault is null) return;
        var kept = Path.Combine(_folder, $"{_seed}-{index}-{target.FileName}");
        File.Move(path, kept, overwrite: true);
        report.Fail($"{kept}: {fault}");
    }

    static byte[] Damage(FuzzTarget target, ref PhiloxSequence random)
    {
        var mutation = new Mutation(ref random);
        if (random.NextBelow(2) == 0) return mutation.Of(target.Pack(target.Parts));
        var parts = target.Parts.ToArray();
        var part = random.NextBelow(parts.Length);
        parts[part] = mutation.Of(parts[part]);
        return target.Pack(parts);
    }

    /// <returns>the failure; null if there is none</returns>
    string? Read(FuzzTarget target, string path, out bool refused)
    {
        refused = false;
        try
        {
            target.Read(path);
            return null;
        }
        catch (FileFormatException clear)
        {
            refused = true;
            return clear.Message.StartsWith(_folder, StringComparison.Ordinal) ? null : $"an error that does not name the file: {clear.Message}";
        }
        catch (Exception other)
        {
            return $"{other.GetType().Name}: {other.Message}";
        }
    }
}
