using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>The CPU device: Float32, vectors as wide as the processor has them, work shared by a <see cref="WorkerTeam"/>.</summary>
static class HostKernels
{
    /// <summary>The widest vectors that this processor has.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>All widths that this processor has.</summary>
    public static IEnumerable<int> Widths => new[] { 512, 256, 128 }.Where(bits => bits <= VectorBits);

    /// <param name="threads">0 = one for every processor</param>
    /// <param name="vectorBits">one of <see cref="Widths"/></param>
    public static IKernels Create(int threads, int vectorBits) => vectorBits switch
    {
        > 128 when vectorBits > VectorBits => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, $"This processor has vectors of {VectorBits} bits."),
        512 => new HostKernels<Lanes512>(threads),
        256 => new HostKernels<Lanes256>(threads),
        128 => new HostKernels<Lanes128>(threads),
        _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, "Vectors have 128, 256 or 512 bits."),
    };
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
