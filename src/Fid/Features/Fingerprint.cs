using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Fid;

/// <summary>A SHA-256 hash of everything on which features depend, by which cached results of one network are told from those of another.</summary>
sealed class Fingerprint : IDisposable
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds the length and the UTF-8 bytes of a text.</summary>
    public Fingerprint Add(string text)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes($"{text.Length}:{text}\n"));
        return this;
    }

    public Fingerprint Add<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        _hash.AppendData(MemoryMarshal.AsBytes(values));
        return this;
    }

    /// <summary>The hash in hexadecimal digits; the next one starts empty.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
