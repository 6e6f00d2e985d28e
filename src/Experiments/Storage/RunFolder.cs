namespace SparseGen.Experiments;

/// <summary>
/// The folder of a run's files. Every file in it is complete or can be recognised as unfinished, so that a run that was stopped at any
/// point can be resumed. It is locked by one process at a time.
/// </summary>
public sealed class RunFolder : IDisposable
{
    const string LockName = ".lock";

    /// <summary>The extension of files that <see cref="AtomicFile"/> had not finished when the process ended.</summary>
    const string Unfinished = ".tmp";

    readonly FileStream _lock;

    RunFolder(string path, FileStream held, RunManifest manifest, bool resumed)
    {
        Path = path;
        _lock = held;
        Manifest = manifest;
        Resumed = resumed;
    }

    public string Path { get; }

    /// <summary>As it was when the run began.</summary>
    public RunManifest Manifest { get; }

    /// <summary>Whether the run was begun before.</summary>
    public bool Resumed { get; }

    /// <summary>The name of a run's folder: experiment, scale, and the hash of every option that is not its default.</summary>
    public static string NameOf(RunOptions options) =>
        $"{options.Experiment}-{CanonicalText.Name(options.Scale.ToString())}-{CanonicalText.Hash(CanonicalText.Of(options))}";

    /// <summary>Creates the folder, or opens it to resume the run.</summary>
    /// <exception cref="RunException">The folder cannot be written, contains other files, was made with other options, or is in use.</exception>
    public static RunFolder Open(string path, RunManifest manifest)
    {
        var held = AcquireLock(path);
        try
        {
            return File.Exists(System.IO.Path.Combine(path, RunManifest.FileName))
                ? Resume(path, held, manifest)
                : Begin(path, held, manifest);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Unwritable(path, failure);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    static RunFolder Begin(string path, FileStream held, RunManifest manifest)
    {
        if (Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) is not (LockName or RunManifest.FileName + Unfinished)))
            throw new RunException($"{path} is not empty and not the folder of a run; choose another --out.");
        manifest.Write(path);
        return new RunFolder(path, held, manifest, resumed: false);
    }

    static RunFolder Resume(string path, FileStream held, RunManifest manifest)
    {
        var before = RunManifest.Read(path);
        var differences = before.Differences(manifest).ToArray();
        if (differences.Length > 0)
            throw new RunException($"{path} was made with other options and is not continued:{string.Concat(differences.Select(difference => $"\n  {difference}"))}\nChoose another --out.");
        if (before.Added(manifest).Any())
        {
            before = manifest with { Command = before.Command, Noted = before.Noted };
            before.Write(path);
        }
        foreach (var left in Directory.EnumerateFiles(path, "*" + Unfinished, SearchOption.AllDirectories)) File.Delete(left);
        return new RunFolder(path, held, before, resumed: true);
    }

    static FileStream AcquireLock(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unwritable(path, failure);
        }
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw Unwritable(path, failure);
        }
        catch (IOException failure)
        {
            throw new RunException($"{path} is in use by another process, or cannot be written: {failure.Message}", failure);
        }
    }

    static RunException Unwritable(string path, Exception failure) => new($"'{path}' cannot be written: {failure.Message}", failure);
}
