namespace SparseGen.Kernels.Gpu;

/// <summary>Four consecutive floats: 16 aligned bytes, read and written by one instruction.</summary>
struct Float4
{
    public const int Bytes = 16;

    public float X, Y, Z, W;

    public Float4(float x, float y, float z, float w) => (X, Y, Z, W) = (x, y, z, w);

    public Float4(float value) => (X, Y, Z, W) = (value, value, value, value);

    /// <summary>The value if the condition holds, else zeros; compiled to a selection instead of a branch.</summary>
    public static Float4 If(bool condition, Float4 value) =>
        new(condition ? value.X : 0, condition ? value.Y : 0, condition ? value.Z : 0, condition ? value.W : 0);
}
