using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// BackwardWeights of a masked weight: for each survivor a dot product of its row's output gradient with its term of the
/// gathered matrix. Groups: (groups of pieces, parts of the columns). A piece is up to eight survivors of one row in one slab
/// of terms; a warp processes four pieces, of which each lane sums its own columns. The lanes' sums are added at the end.
/// </summary>
readonly struct MaskedWeightsJob<TWarps, TElements>(MaskedWeights<TElements> weights) : IGpuJob
    where TWarps : struct, IWarps
    where TElements : struct, IElements
{
    const int Fours = MaskedSlab.Columns / 4;

    public static KernelSpecialization Bounds => IWarps.Bounds<TWarps>();

    public void Execute()
    {
        var shared = SharedMemory.Allocate<Float4>(MaskedPieces.Depth * Fours);
        var geometry = weights.Geometry;
        var columns = geometry.Pixels(0) * geometry.Batch;
        var tiles = (columns + MaskedSlab.Columns - 1) / MaskedSlab.Columns;
        var tile = (int)((long)tiles * Grid.IdxY / weights.Parts);
        var end = (int)((long)tiles * (Grid.IdxY + 1) / weights.Parts);
        var warp = Group.IdxX >> 5;
        var lane = Group.IdxX & 31;
        var firstTerm = weights.Slabs[Grid.IdxX] * MaskedPieces.Depth + warp;
        var first = (Grid.IdxX * TWarps.Count + warp) * MaskedPieces.PiecesOfWarp;
        var (p0, p1, p2, p3) = (weights.Pieces[first], weights.Pieces[first + 1], weights.Pieces[first + 2], weights.Pieces[first + 3]);

        EightSums s0 = default, s1 = default, s2 = default, s3 = default;
        var terms = shared.SubView(lane, MaskedPieces.Depth * Fours - Fours + 1);
        for (; tile < end; tile++)
        {
            var column = tile * MaskedSlab.Columns + 4 * lane;
            var gathered = new GatheredColumn(geometry, 0, column, firstTerm, TWarps.Count);
            Group.Barrier();
            for (var i = 0; i < MaskedPieces.Depth / TWarps.Count; i++)
                shared[(warp + i * TWarps.Count) * Fours + lane] = GatheredColumn.Load(weights.X, gathered.Next());
            Group.Barrier();
            Add(ref s0, terms, 2 * first, p0, column, columns);
            Add(ref s1, terms, 2 * first + 2, p1, column, columns);
            Add(ref s2, terms, 2 * first + 4, p2, column, columns);
            Add(ref s3, terms, 2 * first + 6, p3, column, columns);
        }

        // Eight sums of four pieces are 32 sums: after the last exchange each lane holds the total of one of them.
        var sum = Exchange(Fold(s0, s2), Fold(s1, s3));
        var piece = weights.Pieces[first + (lane >> 3)];
        var slot = lane & 7;
        if (slot < piece.Z) weights.Sums[Grid.IdxY * weights.Survivors + piece.Y + slot] = sum;
    }

    /// <summary>Adds the products of one tile of columns to the sums of a piece.</summary>
    /// <param name="terms">the slab in shared memory, from this lane's column on</param>
    /// <param name="places">index of the piece's first entry in Places</param>
    /// <param name="piece">row, first survivor, number of survivors</param>
    /// <param name="column">this lane's first column</param>
    /// <param name="columns">number of columns of the product</param>
    void Add(ref EightSums sums, ArrayView<Float4> terms, int places, Int4 piece, int column, int columns)
    {
        if (piece.Z == 0) return;
        var y = GatheredColumn.Load(weights.Y, column < columns ? (piece.X * weights.Geometry.TargetPlane + column) >> 2 : -1);
        var a = weights.Places[places];
        sums.A += Dot(y, terms[a.X]);
        if (piece.Z > 1) sums.B += Dot(y, terms[a.Y]);
        if (piece.Z > 2) sums.C += Dot(y, terms[a.Z]);
        if (piece.Z > 3) sums.D += Dot(y, terms[a.W]);
        if (piece.Z <= 4) return;
        var b = weights.Places[places + 1];
        sums.E += Dot(y, terms[b.X]);
        if (piece.Z > 5) sums.F += Dot(y, terms[b.Y]);
        if (piece.Z > 6) sums.G += Dot(y, terms[b.Z]);
        if (piece.Z > 7) sums.H += Dot(y, terms[b.W]);
    }

    static float Dot(Float4 a, Float4 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z + a.W * b.W;

    /// <summary>
    /// Lanes of the lower half keep the sums of the first piece, those of the upper half the second's; each adds the sums of
    /// its partner in the other half.
    /// </summary>
    static EightSums Fold(EightSums first, EightSums second) => new()
    {
        A = Fold(first.A, second.A, 16), B = Fold(first.B, second.B, 16), C = Fold(first.C, second.C, 16), D = Fold(first.D, second.D, 16),
        E = Fold(first.E, second.E, 16), F = Fold(first.F, second.F, 16), G = Fold(first.G, second.G, 16), H = Fold(first.H, second.H, 16),
    };

    /// <summary>The total of piece lane / 8, slot lane mod 8.</summary>
    static float Exchange(EightSums first, EightSums second)
    {
        var (a, b, c, d) = (Fold(first.A, second.A, 8), Fold(first.B, second.B, 8), Fold(first.C, second.C, 8), Fold(first.D, second.D, 8));
        var (e, f, g, h) = (Fold(first.E, second.E, 8), Fold(first.F, second.F, 8), Fold(first.G, second.G, 8), Fold(first.H, second.H, 8));
        (a, b, c, d) = (Fold(a, e, 4), Fold(b, f, 4), Fold(c, g, 4), Fold(d, h, 4));
        (a, b) = (Fold(a, c, 2), Fold(b, d, 2));
        return Fold(a, b, 1);
    }

    /// <summary>Lanes in which the bit is set keep the second sum, the others the first; each adds its partner's value of that sum.</summary>
    static float Fold(float first, float second, int bit)
    {
        var upper = (Group.IdxX & bit) != 0;
        return (upper ? second : first) + Warp.ShuffleXor(upper ? first : second, bit);
    }
}

/// <summary>The arguments of BackwardWeights of a masked weight.</summary>
/// <param name="geometry">Forward's, which has one phase</param>
/// <param name="x">(in, pixels, batch)</param>
/// <param name="y">(out, pixels, batch)</param>
/// <param name="slabs">the slab of each group of pieces</param>
/// <param name="pieces">row, first survivor in the order of the plan, number of survivors, unused; ordered by group, warp, piece</param>
/// <param name="places">for each piece, in two entries of four, the positions of its terms in the slab, in Float4</param>
/// <param name="sums">(parts, survivors in the order of the plan), overwritten</param>
/// <param name="parts">number of parts of the columns, whose sums are added afterwards</param>
readonly struct MaskedWeights<TElements>(ProductGeometry geometry, TElements x, TElements y, ArrayView<int> slabs, ArrayView<Int4> pieces, ArrayView<Int4> places, ArrayView<float> sums, int survivors, int parts) where TElements : struct, IElements
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly TElements X = x;
    public readonly TElements Y = y;
    public readonly ArrayView<int> Slabs = slabs;
    public readonly ArrayView<Int4> Pieces = pieces;
    public readonly ArrayView<Int4> Places = places;
    public readonly ArrayView<float> Sums = sums;
    public readonly int Survivors = survivors;
    public readonly int Parts = parts;
}

/// <summary>How survivors are divided among warps for BackwardWeights.</summary>
static class MaskedPieces
{
    /// <summary>Terms of a slab.</summary>
    public const int Depth = 64;

    public const int PiecesOfWarp = 4;

    /// <summary>The most survivors of a piece.</summary>
    public const int Slots = 8;
}

/// <summary>One lane's sums of a piece.</summary>
struct EightSums
{
    public float A, B, C, D, E, F, G, H;
}

/// <summary>values[order[k]] ← Σ over the parts of sums[·, k], in order.</summary>
readonly struct SumSurvivorsJob(ArrayView<float> sums, ArrayView<int> order, ArrayView<float> values, int parts) : IGpuJob
{
    public void Execute()
    {
        var k = Grid.IdxX * Group.DimX + Group.IdxX;
        var count = order.IntLength;
        if (k >= count) return;
        var sum = sums[k];
        for (var part = 1; part < parts; part++) sum += sums[part * count + k];
        values[order[k]] = sum;
    }
}
