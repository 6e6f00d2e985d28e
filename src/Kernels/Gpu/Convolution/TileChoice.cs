namespace SparseGen.Kernels.Gpu;

/// <summary>How a product is divided into groups.</summary>
/// <param name="Rows">rows of a tile</param>
/// <param name="Columns">columns of a tile</param>
/// <param name="Threads">threads per group</param>
/// <param name="Splits">number of parts of the terms</param>
readonly record struct TileChoice(int Rows, int Columns, int Threads, int Splits, bool OnTensorCores = false)
{
    /// <summary>The most elements of the results of all parts.</summary>
    public const long MostPartNumbers = 64 << 20;

    /// <summary>The fixed cost of a tile, in multiply-adds per element of the tile.</summary>
    const int Overhead = 48;

    /// <summary>The fewest terms in a part.</summary>
    const int LeastTerms = 64;

    const int MostSplits = 512;

    /// <summary>Threads per multiprocessor at which the latency of memory is hidden.</summary>
    const int BusyThreads = 400;

    /// <summary>Multiply-adds that the device executes in the time of reading or writing one element of its memory.</summary>
    const double MemoryCost = 25;

    /// <summary>Threads per group of a thin product.</summary>
    const int ThinThreads = 128;

    /// <param name="Speed">multiply-adds per time, relative to the largest Float32 tile</param>
    readonly record struct Tile(int Rows, int Columns, int Threads, double Speed);

    static readonly Tile[] Float32Tiles = [new(128, 128, 256, 1), new(64, 128, 128, 0.9), new(64, 64, 64, 0.75)];
    static readonly Tile[] TensorFloat32Tiles = [new(128, 128, 256, 4), new(64, 64, 128, 2.5)];
    static readonly Tile[] BFloat16Tiles = [new(128, 128, 256, 8), new(64, 64, 128, 5)];

    /// <summary>For Forward and BackwardData.</summary>
    public static TileChoice OfProduct(int rows, int columns, int phases, int terms, GpuSession session, TensorFormat format)
    {
        if (rows > 2 * ThinTile.Rows) return Of(rows, columns, phases, terms, session, format);
        var threads = Math.Min(ThinThreads, session.MostThreads);
        var groups = (columns + 4L * threads - 1) / (4 * threads) * phases;
        var wanted = 8L * session.Multiprocessors;
        var possible = Math.Min(terms / LeastTerms, MostPartNumbers / ((long)rows * columns * phases));
        return new(ThinTile.Rows, 4 * threads, threads, (int)Math.Clamp((wanted + groups - 1) / groups, 1, Math.Max(1, Math.Min(possible, MostSplits))));
    }

    /// <summary>For BackwardWeights.</summary>
    public static TileChoice OfWeights(int rows, int columns, long terms, GpuSession session, TensorFormat format) =>
        Of(rows, columns, phases: 1, terms, session, format);

    /// <summary>The fastest choice by a model of groups that share multiprocessors. A function of shape and device only.</summary>
    /// <param name="columns">in one phase</param>
    /// <param name="terms">length of a sum</param>
    static TileChoice Of(int rows, int columns, int phases, long terms, GpuSession session, TensorFormat format)
    {
        var (best, leastTime) = (default(TileChoice), double.PositiveInfinity);
        foreach (var tile in Tiles(format))
        {
            if (tile.Threads > session.MostThreads) continue;
            var tiles = (double)phases * ((rows + tile.Rows - 1) / tile.Rows) * ((columns + tile.Columns - 1) / tile.Columns);
            for (var splits = 1; splits <= MostSplits; splits *= 2)
            {
                var partNumbers = (double)splits * rows * columns * phases;
                if (splits > 1 && (terms / splits < LeastTerms || partNumbers > MostPartNumbers)) break;
                var perMultiprocessor = Math.Ceiling(tiles * splits / session.Multiprocessors);
                var busy = Math.Min(1, 0.4 + 0.6 * perMultiprocessor * tile.Threads / BusyThreads);
                var time = perMultiprocessor * tile.Rows * tile.Columns * ((double)terms / splits + Overhead) / (tile.Speed * busy);
                if (splits > 1) time += (2 * partNumbers + partNumbers / splits) * MemoryCost / session.Multiprocessors;
                if (time < leastTime) (best, leastTime) = (new(tile.Rows, tile.Columns, tile.Threads, splits, format != TensorFormat.None), time);
            }
        }
        return best;
    }

    static Tile[] Tiles(TensorFormat format) => format switch
    {
        TensorFormat.BFloat16 => BFloat16Tiles,
        TensorFormat.TensorFloat32 => TensorFloat32Tiles,
        _ => Float32Tiles,
    };
}
