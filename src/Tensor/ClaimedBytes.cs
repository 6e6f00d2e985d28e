namespace SparseGen;

/// <summary>Reads bytes whose number is only claimed, by a header that may lie.</summary>
public static class ClaimedBytes
{
    const int FirstRead = 1 << 20;

    /// <summary>
    /// Reads until the claim is met or the stream ends: a shorter result means that it ended early.
    /// Memory grows with what is found, not with what is claimed.
    /// </summary>
    public static byte[] Read(Stream stream, int claimed)
    {
        var bytes = new byte[Math.Min(claimed, FirstRead)];
        var found = 0;
        while (true)
        {
            found += stream.ReadAtLeast(bytes.AsSpan(found), bytes.Length - found, throwOnEndOfStream: false);
            if (found < bytes.Length) return bytes[..found];
            if (found == claimed) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(claimed, 2L * bytes.Length));
        }
    }
}
