using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Scratch memory of the contractions, kept between calls and never reduced: one set of pieces shared by all threads, and one
/// set per thread.
/// </summary>
sealed unsafe class Scratch(int threads) : IDisposable
{
    /// <summary>The purpose of a piece. Pieces with different names can be in use at the same time.</summary>
    public enum Piece
    {
        /// <summary>A weight in rows for the register tile.</summary>
        Rows,

        /// <summary>A packed panel of vectors, or a patch of an image.</summary>
        Panel,

        /// <summary>Unfinished sums.</summary>
        Sums,

        /// <summary>Weights or gradients in the order in which a masked kernel processes them.</summary>
        Values,

        /// <summary>Pointers and offsets.</summary>
        Table,
    }

    const int Pieces = (int)Piece.Table + 1;
    const int Alignment = 4096;

    readonly Block[] _blocks = new Block[(threads + 1) * Pieces];

    /// <summary>Memory of one thread. Its contents are undefined.</summary>
    public float* PerThread(int worker, Piece piece, long floats) => Get((worker + 1) * Pieces + (int)piece, floats * sizeof(float));

    /// <summary>Memory of all threads, to be requested before they start. Its contents are undefined.</summary>
    public float* Shared(Piece piece, long floats) => Get((int)piece, floats * sizeof(float));

    public void Dispose()
    {
        foreach (ref var block in _blocks.AsSpan())
        {
            NativeMemory.AlignedFree(block.Address);
            block = default;
        }
    }

    float* Get(int index, long bytes)
    {
        ref var block = ref _blocks[index];
        if (block.Bytes < bytes)
        {
            NativeMemory.AlignedFree(block.Address);
            block = default;
            // Larger than requested: the last load of a padded row may extend past its end.
            block.Bytes = bytes + bytes / 8;
            block.Address = NativeMemory.AlignedAlloc((nuint)(block.Bytes + 64), Alignment);
        }
        return (float*)block.Address;
    }

    struct Block
    {
        public void* Address;
        public long Bytes;
    }
}
