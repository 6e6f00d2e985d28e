using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Fid;

/// <summary>A hash of everything that features depend on: what was kept of one network is never taken for another's.</summary>
sealed class Fingerprint : IDisposable
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

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

    /// <summary>In hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
