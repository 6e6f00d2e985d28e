namespace SparseGen.Kernels.Gpu;

/// <summary>Four neighbouring integers: 16 aligned bytes, read by one instruction.</summary>
struct Int4
{
    public int X, Y, Z, W;
}
