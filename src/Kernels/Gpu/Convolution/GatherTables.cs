namespace SparseGen.Kernels.Gpu;

/// <summary>The tables of a <see cref="Gather"/> on the device; see <see cref="ProductGeometry"/>.</summary>
sealed class GatherTables
{
    readonly GpuTable<int> _phases;
    readonly GpuTable<int> _sources;
    readonly GpuTable<int> _targets;
    readonly GpuTable<int> _taps;

    /// <param name="batch">padded number of samples</param>
    public GatherTables(GpuMemory memory, Gather gather, int batch)
    {
        Gather = gather;
        Batch = batch;
        var (phases, sources, targets) = (new List<int>(), new List<int>(), new List<int>());
        var taps = new int[4 * gather.KernelArea];
        var row = 0;
        foreach (var phase in gather.Phases)
        {
            phases.AddRange([phase.Taps.Length, phase.Rows * phase.Columns, sources.Count, targets.Count, row]);
            for (var t = 0; t < phase.Taps.Length; t++)
                ((ReadOnlySpan<int>)[phase.Taps[t].Kernel, phase.Taps.Length, t, row]).CopyTo(taps.AsSpan(4 * (row / gather.SourceChannels + t)));
            for (var i = 0; i < phase.Rows; i++)
                for (var j = 0; j < phase.Columns; j++)
                {
                    targets.Add((phase.Row0 + i * gather.TargetStrideHeight) * gather.TargetWidth + phase.Column0 + j * gather.TargetStrideWidth);
                    foreach (var tap in phase.Taps) sources.Add(Source(gather, i, j, tap));
                }
            row += phase.Taps.Length * gather.SourceChannels;
            MostPixels = Math.Max(MostPixels, phase.Rows * phase.Columns);
            MostTerms = Math.Max(MostTerms, phase.Taps.Length * gather.SourceChannels);
        }
        _phases = new GpuTable<int>(memory, phases.ToArray());
        _sources = new GpuTable<int>(memory, sources.ToArray());
        _targets = new GpuTable<int>(memory, targets.ToArray());
        _taps = new GpuTable<int>(memory, taps);
    }

    public Gather Gather { get; }

    /// <summary>Padded number of samples.</summary>
    public int Batch { get; }

    /// <summary>Pixels of the largest phase.</summary>
    public int MostPixels { get; }

    /// <summary>Terms of the largest phase.</summary>
    public int MostTerms { get; }

    /// <summary>Terms of all phases: rows of the packed weights.</summary>
    public int Terms => Gather.SourceChannels * Gather.KernelArea;

    public ProductGeometry Geometry => new(_phases.View, _sources.View, _targets.View, Gather, Batch);

    /// <summary>
    /// For each tap of each phase: its position in the kernel, the number of taps of its phase, its index among them, the first
    /// packed row of the phase.
    /// </summary>
    public ILGPU.ArrayView<int> Taps => _taps.View;

    static int Source(Gather gather, int i, int j, in Gather.Tap tap)
    {
        var h = i * gather.SourceStrideHeight + tap.Row;
        var w = j * gather.SourceStrideWidth + tap.Column;
        var inside = h >= 0 && h < gather.SourceHeight && w >= 0 && w < gather.SourceWidth;
        return inside ? h * gather.SourceWidth + w : -1;
    }
}
