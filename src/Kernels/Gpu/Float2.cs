namespace SparseGen.Kernels.Gpu;

/// <summary>Two consecutive floats: 8 aligned bytes, read and written by one instruction.</summary>
struct Float2
{
    public float X, Y;

    public Float2(float x, float y) => (X, Y) = (x, y);
}
