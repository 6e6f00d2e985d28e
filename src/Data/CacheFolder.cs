namespace SparseGen.Data;

/// <summary>The folder in which results that take long to compute are kept for later runs.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_CACHE";

    /// <summary>The folder that SPARSEGEN_CACHE names; else "sparsegen" in the user's local application data, or runs/cache where the system has no such folder.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder) return folder;
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return own.Length > 0 ? Path.Combine(own, "sparsegen") : Path.Combine("runs", "cache");
    }

    /// <summary>Creates the cache folder and writes a file into it. A failure to write is reported and not thrown: the caller has the result already.</summary>
    /// <returns>null if the file was written; else the reason, and how another folder is chosen</returns>
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
