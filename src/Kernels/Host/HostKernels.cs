using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The kernels of the CPU: Float32, with the widest vectors of the processor, work divided among the threads of a
/// <see cref="WorkerTeam"/>.
/// </summary>
static class HostKernels
{
    /// <summary>The width of the processor's widest vectors, in bits.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The widths that this processor supports, in bits.</summary>
    public static IEnumerable<int> Widths => new[] { 512, 256, 128 }.Where(bits => bits <= VectorBits);

    /// <param name="threads">0: one per processor</param>
    /// <param name="vectorBits">one of <see cref="Widths"/></param>
    /// <param name="pairs">what multiplies BFloat16</param>
    public static IKernels Create(int threads, int vectorBits, Lazy<PairUnit> pairs) => vectorBits switch
    {
        > 128 when vectorBits > VectorBits => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, $"This processor has vectors of {VectorBits} bits."),
        512 => new HostKernels<Lanes512>(threads, pairs),
        256 => new HostKernels<Lanes256>(threads, pairs),
        128 => new HostKernels<Lanes128>(threads, pairs),
        _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, "Vectors have 128, 256 or 512 bits."),
    };
}

/// <inheritdoc cref="HostKernels"/>
/// <typeparam name="TLanes">the vector type, chosen once for all kernels</typeparam>
sealed partial class HostKernels<TLanes> : IKernels, IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly WorkerTeam _team;
    readonly Contractions<TLanes> _contractions;
    readonly PairContractions<TLanes> _pairs;
    readonly Scratch _scratch = new(threads: 0);

    public HostKernels(int threads, Lazy<PairUnit> pairs)
    {
        _team = new WorkerTeam(threads);
        _contractions = new Contractions<TLanes>(_team);
        _pairs = new PairContractions<TLanes>(_team, pairs, _contractions);
    }

    public void Dispose()
    {
        _team.Dispose();
        _contractions.Dispose();
        _pairs.Dispose();
        _scratch.Dispose();
    }
}
