namespace SparseGen.Kernels.Host;

/// <summary>The CPU device: Float32, vectors as wide as the processor has them, work shared by a <see cref="WorkerTeam"/>.</summary>
sealed partial class HostKernels : IDisposable
{
    readonly WorkerTeam _team;

    public HostKernels(int threads) => _team = new WorkerTeam(threads);

    public void Dispose() => _team.Dispose();
}
