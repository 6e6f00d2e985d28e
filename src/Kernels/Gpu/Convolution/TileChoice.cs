namespace SparseGen.Kernels.Gpu;

/// <summary>How a product is cut into groups.</summary>
/// <param name="Rows">of a tile</param><param name="Columns">of a tile</param><param name="Splits">parts that the terms are cut into</param>
readonly record struct TileChoice(int Rows, int Columns, int Splits)
{
    const int Depth = 8;

    /// <summary>Slabs that filling and emptying a tile cost.</summary>
    const int Overhead = 6;

    const int LeastSlabs = 8;

    /// <summary>Terms of a part of a thin product.</summary>
    const int LeastTerms = 32;

    const int MostSplits = 512;

    /// <summary>Multiply-adds that a device does while it moves one number to or from its memory.</summary>
    const double MemoryCost = 25;

    /// <summary>Numbers that parts may take.</summary>
    public const long MostPartNumbers = 64 << 20;

    static readonly (int Rows, int Columns, double Speed)[] Tiles = [(128, 128, 1), (64, 128, 0.9), (64, 64, 0.75)];

    /// <summary>Of a <see cref="ThinProductJob"/>.</summary>
    const int ThinThreads = 128;

    /// <summary>Threads of a group.</summary>
    public int Threads => Rows == ThinProductJob.Rows ? Columns / 4 : Rows * Columns / 64;

    /// <summary>For Forward and BackwardData.</summary>
    public static TileChoice OfProduct(int rows, int columns, int phases, int terms, GpuSession session)
    {
        if (rows > 2 * ThinProductJob.Rows) return Of(rows, columns, phases, terms, session.Multiprocessors, session.MostThreads);
        var threads = Math.Min(ThinThreads, session.MostThreads);
        var groups = (columns + 4L * threads - 1) / (4 * threads) * phases;
        var wanted = 8L * session.Multiprocessors;
        var possible = Math.Min(terms / LeastTerms, MostPartNumbers / ((long)rows * columns * phases));
        return new(ThinProductJob.Rows, 4 * threads, (int)Math.Clamp((wanted + groups - 1) / groups, 1, Math.Max(1, Math.Min(possible, MostSplits))));
    }

    /// <summary>For BackwardWeights.</summary>
    public static TileChoice OfWeights(int rows, int columns, long terms, GpuSession session) =>
        Of(rows, columns, phases: 1, terms, session.Multiprocessors, session.MostThreads);

    /// <summary>The fastest, by a model of groups sharing multiprocessors: a function of shape and device alone.</summary>
    /// <param name="rows">of the product</param><param name="columns">of the product, in one phase</param><param name="phases">products</param>
    /// <param name="terms">of a sum</param><param name="multiprocessors">of the device</param><param name="mostThreads">of a group</param>
    static TileChoice Of(int rows, int columns, int phases, long terms, int multiprocessors, int mostThreads)
    {
        var slabs = (terms + Depth - 1) / Depth;
        var (best, leastTime) = (default(TileChoice), double.PositiveInfinity);
        foreach (var (tileRows, tileColumns, speed) in Tiles)
        {
            var threads = tileRows * tileColumns / 64;
            if (threads > mostThreads) continue;
            var tiles = (long)phases * ((rows + tileRows - 1) / tileRows) * ((columns + tileColumns - 1) / tileColumns);
            for (var splits = 1; splits <= MostSplits; splits *= 2)
            {
                var partNumbers = (double)splits * rows * columns * phases;
                if (splits > 1 && (slabs / splits < LeastSlabs || partNumbers > MostPartNumbers)) break;
                var perMultiprocessor = Math.Ceiling((double)tiles * splits / multiprocessors);

                // Few threads cannot hide the latency of memory.
                var busy = Math.Min(1, 0.4 + perMultiprocessor * threads / 640);
                var time = perMultiprocessor * tileRows * tileColumns * Depth * ((double)slabs / splits + Overhead) / (speed * busy);
                if (splits > 1) time += (2 * partNumbers + partNumbers / splits) * MemoryCost / multiprocessors;
                if (time < leastTime) (best, leastTime) = (new(tileRows, tileColumns, splits), time);
            }
        }
        return best;
    }
}
