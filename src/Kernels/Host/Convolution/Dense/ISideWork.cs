using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Work in small steps that are interleaved with those of a <see cref="RegisterTile{TLanes}"/>. It must compile without calls,
/// which would spill the tile's registers.
/// </summary>
interface ISideWork
{
    void Step();
}

/// <summary>No side work.</summary>
struct NoSideWork : ISideWork
{
    public readonly void Step()
    {
    }
}

/// <summary>Prefetches data that will be read next, four cache lines per step.</summary>
/// <param name="addresses">of blocks of <see cref="Floats"/> floats</param>
/// <param name="count">number of blocks</param>
unsafe struct Prefetch(float** addresses, int count) : ISideWork
{
    public const int Floats = 64;

    float** _next = addresses;
    int _left = count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (_left == 0) return;
        _left--;
        var address = *_next++;
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + 16);
        Sse.Prefetch0(address + 32);
        Sse.Prefetch0(address + 48);
    }
}
