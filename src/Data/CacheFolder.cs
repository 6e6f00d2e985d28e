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

    /// <summary>Writes a file into the cache, whose folder is made. What cannot be kept is used all the same.</summary>
    /// <param name="folder">of the cache</param>
    /// <param name="write">writes the file</param>
    /// <returns>null, or why nothing was kept, and what can be done about it</returns>
    public static string? Keep(string folder, Action write)
    {
        try
        {
            Directory.CreateDirectory(folder);
            write();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the cache {folder} cannot be written ({failure.Message.TrimEnd('.')}); {Variable} names another folder";
        }
    }
}
