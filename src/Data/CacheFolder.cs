namespace SparseGen.Data;

/// <summary>Where what takes long to compute is kept for later runs.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_CACHE";

    /// <summary>SPARSEGEN_CACHE, or the user's own folder for such files.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder) return folder;
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return own.Length > 0 ? Path.Combine(own, "sparsegen") : Path.Combine("runs", "cache");
    }

    /// <summary>What to tell a user whose folder cannot be written.</summary>
    /// <param name="folder">that was tried</param>
    /// <param name="cause">why it failed</param>
    public static string CannotBeWritten(string folder, Exception cause) =>
        $"the cache {folder} cannot be written ({cause.Message.TrimEnd('.')}); {Variable} names another folder";
}
