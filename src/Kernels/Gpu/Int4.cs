namespace SparseGen.Kernels.Gpu;

/// <summary>Four consecutive integers: 16 aligned bytes, read by one instruction.</summary>
struct Int4
{
    public int X, Y, Z, W;
}
