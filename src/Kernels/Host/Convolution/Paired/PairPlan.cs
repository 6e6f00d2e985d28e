namespace SparseGen.Kernels.Host;

/// <summary>How a Forward or BackwardData of BFloat16 is divided into tasks. A function of the shape only.</summary>
sealed class PairPlan
{
    /// <summary>
    /// Steps between loading and storing unfinished sums. A panel of 1,024 terms × 32 columns has 64 KiB; the weights of its terms, 1 MiB for 512
    /// target channels, stay in L2 during the tiles of a task.
    /// </summary>
    const int MostStepsInBlock = 32;

    const int WantedTasks = 16;
    const int MostTilesInTask = 8;
    const int LeastTilesInTask = 4;

    public PairPlan(Gather gather)
    {
        Gather = gather;
        LaneGroups = gather.Batch / PairTile.Columns;
        RowTiles = Pieces(gather.TargetChannels, PairTile.Rows);
        var tiles = gather.Phases.Sum(phase => phase.Rows * phase.Columns * LaneGroups);
        TilesInTask = Math.Clamp(tiles / WantedTasks, 1, MostTilesInTask);
        if (tiles >= 2 * LeastTilesInTask) TilesInTask = Math.Max(TilesInTask, LeastTilesInTask);
        var columnTasks = gather.Phases.Sum(phase => Pieces(phase.Rows * phase.Columns * LaneGroups, TilesInTask));
        RowTilesInTask = Pieces(RowTiles, columnTasks >= WantedTasks ? 1 : Math.Min(Pieces(WantedTasks, Math.Max(1, columnTasks)), RowTiles));
        RowGroups = Pieces(RowTiles, RowTilesInTask);
        Phases = new PairPhase[gather.Phases.Length];
        for (var p = 0; p < Phases.Length; p++)
        {
            var phase = gather.Phases[p];
            var steps = Pieces(gather.SourceChannels * phase.Taps.Length, PairTile.StepTerms);
            var blocks = Pieces(steps, MostStepsInBlock);
            var part = new PairPhase(phase, steps, blocks == 0 ? 0 : Pieces(steps, blocks), phase.Rows * phase.Columns * LaneGroups, RowBytes, Tasks);
            Phases[p] = part;
            RowBytes += (long)RowTiles * steps * PairTile.StepBytes;
            Tasks += Pieces(part.Tiles, TilesInTask) * RowGroups;
            IsPadded |= steps * PairTile.StepTerms != gather.SourceChannels * phase.Taps.Length;
            StepsInBlock = Math.Max(StepsInBlock, part.StepsInBlock);
            MostSteps = Math.Max(MostSteps, steps);
        }
        LeftSteps = GC.AllocateArray<nint>(Math.Max(1, MostSteps), pinned: true);
        for (var s = 0; s < MostSteps; s++) LeftSteps[s] = s * PairTile.StepBytes;
        if (gather.KernelArea == 16 && Phases.Length == 4 && Array.TrueForAll(Phases, static part => part.Kernels.Length == 4))
            PhaseOrder = [.. Phases.SelectMany(static part => part.Kernels)];
    }

    public Gather Gather { get; }

    /// <summary>Groups of 32 samples, one column tile each for a pixel.</summary>
    public int LaneGroups { get; }

    /// <summary>Tiles of 32 target channels.</summary>
    public int RowTiles { get; }

    public int TilesInTask { get; }
    public int RowTilesInTask { get; }
    public int RowGroups { get; }
    public int Tasks { get; }
    public PairPhase[] Phases { get; }

    /// <summary>Bytes of the packed weights of all phases.</summary>
    public long RowBytes { get; }

    /// <summary>The most steps of a block of any phase.</summary>
    public int StepsInBlock { get; }

    /// <summary>The most steps of any phase.</summary>
    public int MostSteps { get; }

    /// <summary>Whether the last step of a phase has fewer than 32 terms.</summary>
    public bool IsPadded { get; }

    /// <summary>The offsets of the steps in a row tile.</summary>
    public nint[] LeftSteps { get; }

    /// <summary>The taps of a 4×4 kernel with stride 2, ordered by the four phases that they belong to; null for other geometries.</summary>
    public int[]? PhaseOrder { get; }

    public static int Pieces(int count, int size) => (count + size - 1) / size;
}

/// <param name="Steps">of 32 terms (source channel, tap), the last padded with zeros; 0 if no tap reaches the pixels</param>
/// <param name="StepsInBlock">steps between loading and storing sums</param>
/// <param name="Tiles">pixels × groups of samples</param>
/// <param name="RowOffset">start of this phase's packed weights, in bytes</param>
/// <param name="FirstTask">index of this phase's first task</param>
sealed record PairPhase(Gather.Phase Phase, int Steps, int StepsInBlock, int Tiles, long RowOffset, int FirstTask)
{
    /// <summary>The position in the kernel of each tap.</summary>
    public int[] Kernels { get; } = [.. Phase.Taps.Select(tap => tap.Kernel)];

    /// <summary>The byte at which a term (source channel, tap) of a target channel lies in the packed weights.</summary>
    public long PlaceOf(int target, int term)
    {
        var (tile, row) = Math.DivRem(target, PairTile.Rows);
        var (step, place) = Math.DivRem(term, PairTile.StepTerms);
        return RowOffset + ((long)tile * Steps + step) * PairTile.StepBytes + row * PairTile.RowBytes + place * sizeof(ushort);
    }
}
