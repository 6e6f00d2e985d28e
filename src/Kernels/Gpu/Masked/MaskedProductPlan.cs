namespace SparseGen.Kernels.Gpu;

/// <summary>
/// A pattern compiled for Forward or BackwardData. The rows of each phase, sorted by decreasing number of survivors, are
/// divided into groups and within a group assigned to its warps in turn, so that the warps of a group, which synchronize after
/// each slab, have about equal work. Survivors are ordered by (phase, group, slab, row); see <see cref="MaskedProduct{TElements}"/>.
/// </summary>
sealed class MaskedProductPlan
{
    readonly GpuTable<int> _runStarts;
    readonly GpuTable<int> _rows;
    readonly GpuTable<int> _order;
    readonly GpuTable<int> _places;

    /// <param name="warps">per group</param>
    public MaskedProductPlan(Pattern pattern, GpuMemory memory, Gather gather, int warps)
    {
        var rowsOfGroup = MaskedSlab.RowsOfWarp * warps;
        Groups = (gather.TargetChannels + rowsOfGroup - 1) / rowsOfGroup;
        MostSlabs = gather.Phases.Max(phase => (phase.Taps.Length * gather.SourceChannels + MaskedSlab.Depth - 1) / MaskedSlab.Depth);
        var survivors = Locate(pattern, gather);

        // Group and position in the group of each row, by (phase, target).
        var lengths = new int[gather.Phases.Length * gather.TargetChannels];
        foreach (var survivor in survivors) lengths[survivor.Phase * gather.TargetChannels + survivor.Target]++;
        var places = new int[lengths.Length];
        var rows = new int[gather.Phases.Length * Groups * rowsOfGroup];
        Array.Fill(rows, -1);
        for (var phase = 0; phase < gather.Phases.Length; phase++)
        {
            var first = phase * gather.TargetChannels;
            var ranked = Enumerable.Range(0, gather.TargetChannels).OrderByDescending(target => lengths[first + target]).ToArray();
            for (var rank = 0; rank < ranked.Length; rank++)
            {
                var (group, inGroup) = Math.DivRem(rank, rowsOfGroup);
                var place = (phase * Groups + group) * rowsOfGroup + inGroup % warps * MaskedSlab.RowsOfWarp + inGroup / warps;
                rows[place] = ranked[rank];
                places[first + ranked[rank]] = place;
            }
        }

        // Counting sort by run. Survivors of the same run remain in index order.
        var runs = new int[gather.Phases.Length * Groups * MostSlabs * rowsOfGroup + 1];
        var runOf = new int[survivors.Length];
        for (var i = 0; i < survivors.Length; i++)
        {
            var (group, place) = Math.DivRem(places[survivors[i].Phase * gather.TargetChannels + survivors[i].Target], rowsOfGroup);
            runOf[i] = (group * MostSlabs + survivors[i].Term / MaskedSlab.Depth) * rowsOfGroup + place;
            runs[runOf[i] + 1]++;
        }
        for (var run = 0; run + 1 < runs.Length; run++) runs[run + 1] += runs[run];
        var next = runs.AsSpan(0, runs.Length - 1).ToArray();
        var (order, offsets) = (new int[survivors.Length], new int[survivors.Length]);
        for (var i = 0; i < survivors.Length; i++)
        {
            var at = next[runOf[i]]++;
            order[at] = i;
            offsets[at] = survivors[i].Term % MaskedSlab.Depth * (MaskedSlab.Columns / 4);
        }
        _runStarts = new GpuTable<int>(memory, runs);
        _rows = new GpuTable<int>(memory, rows);
        _order = new GpuTable<int>(memory, order);
        _places = new GpuTable<int>(memory, offsets);
    }

    /// <summary>Groups of rows.</summary>
    public int Groups { get; }

    /// <summary>Slabs of the longest phase.</summary>
    public int MostSlabs { get; }

    public ILGPU.ArrayView<int> RunStarts => _runStarts.View;

    public ILGPU.ArrayView<int> Rows => _rows.View;

    /// <summary>For each position of the plan, the index of the survivor in the pattern.</summary>
    public ILGPU.ArrayView<int> Order => _order.View;

    /// <summary>For each position of the plan, the position of the survivor's term in its slab, in Float4.</summary>
    public ILGPU.ArrayView<int> Places => _places.View;

    /// <summary>The phase, target and term of each survivor of a pattern.</summary>
    static (int Phase, int Target, int Term)[] Locate(Pattern pattern, Gather gather)
    {
        var tapOf = new (int Phase, int Tap)[gather.KernelArea];
        for (var phase = 0; phase < gather.Phases.Length; phase++)
            for (var tap = 0; tap < gather.Phases[phase].Taps.Length; tap++) tapOf[gather.Phases[phase].Taps[tap].Kernel] = (phase, tap);
        return Array.ConvertAll(pattern.Indices, index =>
        {
            var (channels, kernel) = Math.DivRem(index, gather.KernelArea);
            var (target, source) = Math.DivRem(channels, gather.Shape.InChannels);
            if (!gather.IsForward) (target, source) = (source, target);
            var (phase, tap) = tapOf[kernel];
            return (phase, target, source * gather.Phases[phase].Taps.Length + tap);
        });
    }
}
