using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>Work in small steps, done between the steps of a <see cref="RegisterTile{TLanes}"/>. It must compile without calls: they would cost all registers.</summary>
interface ISideWork
{
    void Step();
}

/// <summary>No side work.</summary>
struct Nothing : ISideWork
{
    public readonly void Step()
    {
    }
}

/// <summary>What will be read next is fetched ahead, four cache lines a step.</summary>
/// <param name="addresses">of blocks of <see cref="Floats"/></param><param name="count">how many</param>
unsafe struct Fetching(float** addresses, int count) : ISideWork
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
