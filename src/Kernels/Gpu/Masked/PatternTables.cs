using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>Tables in the memory of the GPU that are kept with a pattern.</summary>
static class PatternTables
{
    /// <summary>The C-order indices of the survivors.</summary>
    public static ArrayView<int> IndexView(this Pattern pattern, GpuMemory memory) =>
        pattern.Compiled(memory, static (pattern, memory) => new GpuTable<int>(memory, pattern.Indices)).View;

    /// <summary>The first survivor of each row, and their number.</summary>
    public static ArrayView<int> RowStartView(this Pattern pattern, GpuMemory memory) =>
        pattern.Compiled((memory, nameof(Pattern.RowStarts)), static (pattern, key) => new GpuTable<int>(key.memory, pattern.RowStarts)).View;
}
