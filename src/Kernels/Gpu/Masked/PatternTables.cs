using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>What the GPU keeps with a pattern.</summary>
static class PatternTables
{
    /// <summary>The positions of the survivors.</summary>
    public static ArrayView<int> IndexView(this Pattern pattern, GpuMemory memory) =>
        pattern.Compiled(memory, static (pattern, memory) => new GpuTable<int>(memory, pattern.Indices)).View;
}
