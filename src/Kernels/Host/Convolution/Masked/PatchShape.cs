namespace SparseGen.Kernels.Host;

/// <summary>
/// The tile of target vectors that a masked kernel keeps in registers, and the patch of the source that it reads.
/// </summary>
/// <remarks>
/// A tile is Rows × Columns pixels of a phase times Lanes vectors of the batch, in groups of <see cref="Group"/> vectors. The
/// patch holds all source pixels of one channel that the tile's taps reach, divided into phases of the source stride, so that
/// the pixels of one tap along a row of the tile are contiguous: a tap is one offset, and a group four consecutive loads. Small
/// patches are preferred, since those of several channels share the L1 cache.
/// </remarks>
sealed class PatchShape
{
    /// <summary>Vectors that are contiguous in the patch and in the sums.</summary>
    public const int Group = 4;

    /// <summary>The size in floats of the patches of a block of channels that fits into L1.</summary>
    const int L1Floats = 6 * 1024;
    const int L2Floats = 96 * 1024;

    /// <summary>The mean length of a run at which loading and storing its sums is a small part of its time.</summary>
    const double WantedRun = 8;

    /// <summary>As <see cref="WantedRun"/>, for a large tile, whose patches do not fit into L1 in any case.</summary>
    const double WantedLargeRun = 32;

    PatchShape(Gather gather, int width, int rows, int columns, int lanes, double density, double wantedRun)
    {
        Gather = gather;
        Width = width;
        (Rows, Columns, Lanes) = (rows, columns, lanes);
        LaneVectors = (gather.Batch + width - 1) / width;
        GridRows = gather.GridRows;
        GridColumns = gather.GridColumns;
        TilesDown = (GridRows + rows - 1) / rows;
        TilesAcross = (GridColumns + columns - 1) / columns;
        TilesDeep = (LaneVectors + lanes - 1) / lanes;
        var taps = gather.Phases.SelectMany(phase => phase.Taps).ToArray();
        var (lastRow, lastColumn) = (0, 0);
        if (taps.Length > 0)
        {
            (FirstRow, lastRow) = (taps.Min(tap => tap.Row), taps.Max(tap => tap.Row));
            (FirstColumn, lastColumn) = (taps.Min(tap => tap.Column), taps.Max(tap => tap.Column));
        }
        RowPhases = Math.Min(gather.SourceStrideHeight, lastRow - FirstRow + 1);
        ColumnPhases = Math.Min(gather.SourceStrideWidth, lastColumn - FirstColumn + 1);
        PhaseRows = rows + (lastRow - FirstRow) / gather.SourceStrideHeight;
        PhaseColumns = columns + (lastColumn - FirstColumn) / gather.SourceStrideWidth;
        PixelFloats = lanes * width;
        RowFloats = ColumnPhases * PhaseColumns * PixelFloats;
        ChannelFloats = RowPhases * PhaseRows * RowFloats;
        BlockChannels = ChannelsOfBlock(density, wantedRun);
        Blocks = (gather.SourceChannels + BlockChannels - 1) / BlockChannels;
        BlockChannels = (gather.SourceChannels + Blocks - 1) / Blocks;
        Blocks = (gather.SourceChannels + BlockChannels - 1) / BlockChannels;
        GroupOffsets = new int[Vectors / Group];
        var groupsAcross = columns * lanes / Group;
        for (var g = 0; g < GroupOffsets.Length; g++)
            GroupOffsets[g] = g / groupsAcross * RowFloats + g % groupsAcross * Group * width;
        IsSource = gather.SourceHeight == 1 && gather.SourceWidth == 1 && taps.Length == 1 && FirstRow == 0 && FirstColumn == 0 && Vectors == lanes && gather.Batch == PixelFloats;
    }

    public Gather Gather { get; }

    /// <summary>Lanes of a vector.</summary>
    public int Width { get; }

    public int Rows { get; }
    public int Columns { get; }

    /// <summary>Vectors of the batch per pixel of the tile.</summary>
    public int Lanes { get; }

    /// <summary>Vectors of a tile: 4, 8 or 16; for a large tile any multiple of <see cref="Group"/>.</summary>
    public int Vectors => Rows * Columns * Lanes;

    public int LaneVectors { get; }
    public int GridRows { get; }
    public int GridColumns { get; }
    public int TilesDown { get; }
    public int TilesAcross { get; }
    public int TilesDeep { get; }
    public int Tiles => TilesDown * TilesAcross * TilesDeep;

    /// <summary>The first row that the taps reach, relative to the tile: the smallest tap offset. Likewise the first column.</summary>
    public int FirstRow { get; }
    public int FirstColumn { get; }

    public int RowPhases { get; }
    public int ColumnPhases { get; }
    public int PhaseRows { get; }
    public int PhaseColumns { get; }
    public int PixelFloats { get; }
    public int RowFloats { get; }

    /// <summary>Floats per channel.</summary>
    public int ChannelFloats { get; }

    /// <summary>Source channels whose patches are packed together and used by all rows.</summary>
    public int BlockChannels { get; }

    public int Blocks { get; }

    /// <summary>The offset of each group from the first.</summary>
    public int[] GroupOffsets { get; }

    /// <summary>Whether the source can be read in place of a patch: a linear layer whose batch is exactly one tile.</summary>
    public bool IsSource { get; }

    /// <summary>The offset in a channel's patch of a tap's first vector.</summary>
    public int TapOffset(Gather.Tap tap)
    {
        var (row, rowPhase) = Math.DivRem(tap.Row - FirstRow, Gather.SourceStrideHeight);
        var (column, columnPhase) = Math.DivRem(tap.Column - FirstColumn, Gather.SourceStrideWidth);
        return (rowPhase * PhaseRows + row) * RowFloats + (columnPhase * PhaseColumns + column) * PixelFloats;
    }

    /// <summary>
    /// The tile with the lowest estimated cost: few unused vectors at the edges, many vectors in registers, and a small patch
    /// that is packed quickly.
    /// </summary>
    /// <param name="width">lanes of a vector</param>
    /// <param name="most">vectors that fit into registers: 16 or 8</param>
    /// <param name="density">fraction of weights that survive</param>
    public static PatchShape Choose(Gather gather, int width, int most, double density)
    {
        PatchShape? best = null;
        var bestCost = double.PositiveInfinity;
        for (var lanes = 1; lanes <= most; lanes *= 2)
            for (var columns = 1; lanes * columns <= most; columns *= 2)
                for (var rows = 1; lanes * columns * rows <= most; rows *= 2)
                {
                    if (lanes * columns % Group != 0) continue;
                    var shape = new PatchShape(gather, width, rows, columns, lanes, density, WantedRun);
                    var cost = shape.Tiles * shape.CyclesOfTile(density);
                    if (cost >= bestCost) continue;
                    (best, bestCost) = (shape, cost);
                }
        return best!;
    }

    /// <summary>
    /// A large tile for few target channels, whose sums are small: four vectors of the batch, which are packed together, and
    /// many pixels, so that few source pixels are packed twice. Kernels process it in pieces.
    /// </summary>
    /// <param name="width">lanes of a vector</param>
    /// <param name="density">fraction of weights that survive</param>
    public static PatchShape Large(Gather gather, int width, double density)
    {
        const int wantedTiles = 8;
        var lanes = ((gather.Batch + width - 1) / width) switch { 1 => 1, 2 => 2, _ => 4 };
        var (rows, columns) = (4, 8);
        while (rows / 2 >= gather.GridRows) rows /= 2;
        while (columns / 2 >= gather.GridColumns && columns / 2 * lanes % Group == 0) columns /= 2;
        var shape = new PatchShape(gather, width, rows, columns, lanes, density, WantedLargeRun);
        while (shape.Tiles < wantedTiles && rows > 1) shape = new PatchShape(gather, width, rows /= 2, columns, lanes, density, WantedLargeRun);
        return shape;
    }

    /// <summary>As many channels as fit into L1; more if their runs would be short, but no more than fit into L2.</summary>
    int ChannelsOfBlock(double density, double wantedRun)
    {
        var perTerm = Math.Max(density * Gather.KernelArea / Gather.Phases.Length, 1e-9);
        var inL1 = Math.Max(1, L1Floats / ChannelFloats);
        var inL2 = Math.Max(1, L2Floats / ChannelFloats);
        var wanted = (int)Math.Min(Gather.SourceChannels, Math.Ceiling(wantedRun / perTerm));
        return Math.Clamp(Math.Max(inL1, wanted), 1, Math.Min(Gather.SourceChannels, Math.Max(inL1, inL2)));
    }

    /// <summary>
    /// An estimate of the cycles of a tile; the constants were fitted to measured times of the inner layers of the DCGAN at
    /// densities of 0.1 and 0.01. For each survivor the loads of its vectors; for each run its sums, from L1, L2 or beyond;
    /// packing, limited by memory latency; and writing the target, which is faster the more vectors are contiguous.
    /// </summary>
    double CyclesOfTile(double density)
    {
        var survivors = density * Gather.TargetChannels * Gather.SourceChannels * Gather.KernelArea;
        double rows = Gather.TargetChannels * Gather.Phases.Length;
        var runs = Math.Min(survivors, rows * Blocks);
        var load = BlockChannels * ChannelFloats <= 10 * 1024 ? 0.5 : 0.8;
        var sum = (rows * Vectors * Width) switch { <= 6 * 1024 => 1, <= 75 * 1024 => 2, _ => 3.0 };
        var beside = Lanes < LaneVectors ? Lanes : Gather.TargetStrideWidth > 1 ? Lanes : Lanes * Columns;
        return survivors * (Vectors * load + 2)
            + runs * (Vectors * sum + 20)
            + Gather.SourceChannels * (ChannelFloats / (double)Width * 16 + RowPhases * PhaseRows * 20)
            + rows * Vectors * (26 + 30.0 / beside);
    }
}
