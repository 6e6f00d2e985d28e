namespace SparseGen;

/// <summary>Writes files atomically: a file either has its whole contents or does not exist.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes "path.tmp", flushes it to the disk and renames it to path, replacing an existing file. If writing fails, path is
    /// unchanged.
    /// </summary>
    /// <exception cref="IOException">The folder is missing, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
