namespace SparseGen.Kernels.Gpu;

/// <summary>
/// 8×8 sums of a thread in registers. They are named fields, since a local array would be placed in memory. Rows and columns
/// each consist of two groups of four, half a tile apart.
/// </summary>
struct RegisterTile
{
    public Sums8 R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>Adds the outer product of a column (a, b) and a row (p, q).</summary>
    public void Add(Float4 a, Float4 b, Float4 p, Float4 q)
    {
        R0.Add(a.X, p, q);
        R1.Add(a.Y, p, q);
        R2.Add(a.Z, p, q);
        R3.Add(a.W, p, q);
        R4.Add(b.X, p, q);
        R5.Add(b.Y, p, q);
        R6.Add(b.Z, p, q);
        R7.Add(b.W, p, q);
    }
}

/// <summary>A row of a <see cref="RegisterTile"/>.</summary>
struct Sums8
{
    public Float4 P, Q;

    public void Add(float a, Float4 p, Float4 q)
    {
        P.X += a * p.X;
        P.Y += a * p.Y;
        P.Z += a * p.Z;
        P.W += a * p.W;
        Q.X += a * q.X;
        Q.Y += a * q.Y;
        Q.Z += a * q.Z;
        Q.W += a * q.W;
    }
}
