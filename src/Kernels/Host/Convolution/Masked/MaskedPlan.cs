using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>A pattern compiled for one gather: the survivors in the order in which a masked kernel processes them.</summary>
/// <remarks>
/// A row is a target channel in one phase. The source channels are divided into blocks whose patches fit into a cache, the rows
/// into groups of about equal work. A run consists of the survivors of one row in one block. Survivors are ordered by (group,
/// block, row), the runs of a block by decreasing length. Of a run only values and offsets into the patch are stored, so that a
/// kernel keeps its sums in registers throughout a run.
/// </remarks>
sealed unsafe class MaskedPlan
{
    const int WantedTasks = 16;
    const int LeastRowsInGroup = 8;

    /// <param name="Row">target channel · phases + phase, relative to the first row of the group</param>
    /// <param name="Start">position of the first survivor in the plan</param>
    /// <param name="Count">number of survivors, at least 1</param>
    /// <param name="Accumulate">1 if an earlier block has survivors of this row, else 0</param>
    public readonly record struct Run(int Row, int Start, int Count, int Accumulate);

    readonly int[] _offsets;
    readonly Run[] _runs;

    /// <param name="patch">the tiles and their patches</param>
    /// <param name="thin">for <see cref="ThinRun{TLanes}"/>, with three target channels: pruned weights are included, there is one group, and the runs of a block are ordered by phase</param>
    public MaskedPlan(Pattern pattern, PatchShape patch, bool thin = false)
    {
        Patch = patch;
        IsThin = thin;
        Gather = patch.Gather;
        Rows = Gather.TargetChannels * Gather.Phases.Length;
        BlockChannels = patch.BlockChannels;
        Blocks = patch.Blocks;

        var numbersOf = thin ? NumbersOf(pattern) : null;
        var (entries, rowOf, blockOf, offsetOf) = Locate(thin ? [.. Enumerable.Range(0, numbersOf!.Length)] : pattern.Indices);
        Count = entries.Length;
        GroupStarts = thin ? [0, Rows] : Balance(rowOf);
        Groups = GroupStarts.Length - 1;

        // Counting sort by (group, block, row). Survivors of the same run remain in index order.
        var counts = new int[Blocks * Rows];
        for (var i = 0; i < Count; i++) counts[blockOf[i] * Rows + rowOf[i]]++;
        var runs = new List<Run>();
        var starts = new int[Blocks * Rows];
        RunStarts = new int[Groups * Blocks + 1];
        RowIsEmpty = new bool[Rows];
        Array.Fill(RowIsEmpty, true);
        var start = 0;
        for (var group = 0; group < Groups; group++)
            for (var block = 0; block < Blocks; block++)
            {
                for (var row = GroupStarts[group]; row < GroupStarts[group + 1]; row++)
                {
                    var count = counts[block * Rows + row];
                    starts[block * Rows + row] = start;
                    if (count == 0) continue;
                    runs.Add(new Run(row - GroupStarts[group], start, count, RowIsEmpty[row] ? 0 : 1));
                    RowIsEmpty[row] = false;
                    start += count;
                }
                var first = RunStarts[group * Blocks + block];
                runs.Sort(first, runs.Count - first, thin ? ByPhase(Gather.Phases.Length) : LongestFirst);
                RunStarts[group * Blocks + block + 1] = runs.Count;
            }
        _runs = GC.AllocateUninitializedArray<Run>(Math.Max(1, runs.Count), pinned: true);
        runs.CopyTo(_runs);
        _offsets = GC.AllocateUninitializedArray<int>(Math.Max(1, Count), pinned: true);
        Order = new int[Count];
        for (var i = 0; i < Count; i++)
        {
            var place = starts[blockOf[i] * Rows + rowOf[i]]++;
            _offsets[place] = offsetOf[i];
            Order[place] = numbersOf is null ? entries[i] : numbersOf[entries[i]];
        }
    }

    public PatchShape Patch { get; }

    /// <summary>Whether the runs of three target channels are adjacent and include pruned weights.</summary>
    public bool IsThin { get; }

    public Gather Gather { get; }
    public int Count { get; }
    public int Rows { get; }
    public int BlockChannels { get; }
    public int Blocks { get; }
    public int Groups { get; }

    /// <summary>The first row of each group, and the end of the last.</summary>
    public int[] GroupStarts { get; }

    /// <summary>In pinned memory.</summary>
    public Run* Runs => (Run*)Address(_runs);

    /// <summary>Runs of (group, block) are RunStarts[group · Blocks + block] …</summary>
    public int[] RunStarts { get; }

    public bool[] RowIsEmpty { get; }

    /// <summary>For each position of the plan, the index of the survivor in the pattern; −1 for a pruned weight.</summary>
    public int[] Order { get; }

    /// <summary>For each position of the plan, the offset of the tap from the start of the block's patches, in floats. In pinned memory.</summary>
    public int* Offsets => (int*)Address(_offsets);

    /// <summary>The number of source channels of a block; the last block may have fewer.</summary>
    public int ChannelsOf(int block) => Math.Min(BlockChannels, Gather.SourceChannels - block * BlockChannels);

    public int LargestGroup
    {
        get
        {
            var most = 0;
            for (var g = 0; g < Groups; g++) most = Math.Max(most, GroupStarts[g + 1] - GroupStarts[g]);
            return most;
        }
    }

    /// <summary>
    /// By decreasing length, so that the end of a run's loop is predicted correctly after the previous run; at equal length by
    /// row.
    /// </summary>
    static readonly Comparer<Run> LongestFirst = Comparer<Run>.Create((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Row.CompareTo(b.Row));

    static Comparer<Run> ByPhase(int phases) => Comparer<Run>.Create((a, b) => (a.Row % phases, a.Row).CompareTo((b.Row % phases, b.Row)));

    static void* Address<T>(T[] pinned) where T : unmanaged => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    /// <summary>For each weight the index of the survivor, or −1.</summary>
    static int[] NumbersOf(Pattern pattern)
    {
        var numbers = new int[pattern.Shape.Count];
        Array.Fill(numbers, -1);
        for (var i = 0; i < pattern.Count; i++) numbers[pattern.Indices[i]] = i;
        return numbers;
    }

    /// <summary>For each of the weights whose tap lies inside the image anywhere: its index in the list, its row, its block and its offset.</summary>
    (int[] Entry, int[] Row, int[] Block, int[] Offset) Locate(int[] places)
    {
        var phaseOf = new int[Gather.KernelArea];
        Array.Fill(phaseOf, -1);
        var tapOffset = new int[Gather.KernelArea];
        for (var p = 0; p < Gather.Phases.Length; p++)
            foreach (var tap in Gather.Phases[p].Taps)
                (phaseOf[tap.Kernel], tapOffset[tap.Kernel]) = (p, Patch.TapOffset(tap));
        var meeting = Enumerable.Range(0, places.Length);
        if (phaseOf.Contains(-1)) meeting = meeting.Where(i => phaseOf[places[i] % Gather.KernelArea] >= 0);
        int[] entry = [.. meeting];
        var (row, block, offset) = (new int[entry.Length], new int[entry.Length], new int[entry.Length]);
        for (var i = 0; i < entry.Length; i++)
        {
            var (channels, kernel) = Math.DivRem(places[entry[i]], Gather.KernelArea);
            var (target, source) = Math.DivRem(channels, Gather.Shape.InChannels);
            if (!Gather.IsForward) (target, source) = (source, target);
            row[i] = target * Gather.Phases.Length + phaseOf[kernel];
            block[i] = source / BlockChannels;
            offset[i] = source % BlockChannels * Patch.ChannelFloats + tapOffset[kernel];
        }
        return (entry, row, block, offset);
    }

    /// <summary>Divides the rows into groups with about equally many survivors, if there are too few tiles for the threads.</summary>
    int[] Balance(int[] rowOf)
    {
        var groups = Math.Clamp(WantedTasks / Patch.Tiles, 1, Math.Max(1, Rows / LeastRowsInGroup));
        if (groups == 1) return [0, Rows];
        var work = new long[Rows];
        Array.Fill(work, 1);
        foreach (var row in rowOf) work[row]++;
        var total = work.Sum();
        var starts = new List<int> { 0 };
        long done = 0;
        for (var row = 0; row < Rows; row++)
        {
            done += work[row];
            if (starts.Count < groups && done * groups >= total * starts.Count && row + 1 < Rows) starts.Add(row + 1);
        }
        starts.Add(Rows);
        return [.. starts];
    }
}
