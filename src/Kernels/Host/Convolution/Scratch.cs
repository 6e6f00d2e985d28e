using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>Working memory of the contractions that is kept between calls and only ever grows: one set shared by all threads, one for each.</summary>
sealed unsafe class Scratch(int threads) : IDisposable
{
    /// <summary>What a piece of scratch memory is for. Pieces with different names can be held at the same time.</summary>
    public enum Piece
    {
        /// <summary>A weight as rows for the register tile.</summary>
        Rows,

        /// <summary>A packed panel of vectors, or a patch of an image.</summary>
        Panel,

        /// <summary>Sums that are not finished.</summary>
        Sums,

        /// <summary>Weights or gradients in the order in which a masked kernel meets them.</summary>
        Values,

        /// <summary>Pointers and offsets.</summary>
        Table,
    }

    const int Pieces = (int)Piece.Table + 1;
    const int Alignment = 4096;

    readonly Block[] _blocks = new Block[(threads + 1) * Pieces];

    /// <summary>Memory of one thread. Its contents are undefined.</summary>
    public float* Own(int worker, Piece piece, long floats) => Get((worker + 1) * Pieces + (int)piece, floats * sizeof(float));

    /// <summary>Memory of all threads, to be asked for before they start. Its contents are undefined.</summary>
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
            // A vector more than asked for: the last load of a padded row may reach over its end.
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
