namespace SparseGen.Kernels.Gpu;

/// <summary>Two consecutive words: 8 aligned bytes, read and written by one instruction.</summary>
struct UInt2
{
    public uint X, Y;

    public UInt2(uint x, uint y) => (X, Y) = (x, y);
}
