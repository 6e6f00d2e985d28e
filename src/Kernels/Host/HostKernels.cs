using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>The CPU device: Float32, vectors as wide as the processor has them, work shared by a <see cref="WorkerTeam"/>.</summary>
static class HostKernels
{
    /// <param name="threads">0 = one for every processor</param>
    public static IKernels Create(int threads) =>
        Vector512.IsHardwareAccelerated ? new HostKernels<Lanes512>(threads)
        : Vector256.IsHardwareAccelerated ? new HostKernels<Lanes256>(threads)
        : new HostKernels<Lanes128>(threads);
}

/// <inheritdoc cref="HostKernels"/>
/// <typeparam name="TLanes">the vector width, chosen once for everything</typeparam>
sealed partial class HostKernels<TLanes> : IKernels, IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly WorkerTeam _team;
    readonly Contractions<TLanes> _contractions;
    readonly Scratch _scratch = new(threads: 0);

    public HostKernels(int threads)
    {
        _team = new WorkerTeam(threads);
        _contractions = new Contractions<TLanes>(_team);
    }

    public void Dispose()
    {
        _team.Dispose();
        _contractions.Dispose();
        _scratch.Dispose();
    }
}
