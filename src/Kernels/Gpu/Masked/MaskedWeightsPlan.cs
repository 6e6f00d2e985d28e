using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// A pattern compiled for BackwardWeights: its survivors in pieces of up to eight of one row and one slab of terms. The pieces
/// of a slab, sorted by decreasing size, are divided into groups of warps; see <see cref="MaskedWeights{TElements}"/>.
/// </summary>
sealed class MaskedWeightsPlan
{
    readonly GpuTable<int> _slabs;
    readonly GpuTable<Int4> _pieces;
    readonly GpuTable<Int4> _places;
    readonly GpuTable<int> _order;

    /// <param name="warps">per group</param>
    public MaskedWeightsPlan(Pattern pattern, GpuMemory memory, int warps)
    {
        var indices = pattern.Indices;
        var rowLength = (int)(pattern.Shape.Count / pattern.Shape[0]);
        var slabCount = (rowLength + MaskedPieces.Depth - 1) / MaskedPieces.Depth;
        var piecesOfSlab = new List<Piece>[slabCount];
        for (var slab = 0; slab < slabCount; slab++) piecesOfSlab[slab] = [];
        for (var first = 0; first < indices.Length;)
        {
            var (row, slab) = (indices[first] / rowLength, indices[first] % rowLength / MaskedPieces.Depth);
            var end = first + 1;
            while (end < indices.Length && end - first < MaskedPieces.Slots && indices[end] / rowLength == row && indices[end] % rowLength / MaskedPieces.Depth == slab) end++;
            piecesOfSlab[slab].Add(new(row, first, end - first));
            first = end;
        }

        var piecesOfGroup = MaskedPieces.PiecesOfWarp * warps;
        var (slabs, pieces, order) = (new List<int>(), new List<Int4>(), new List<int>(indices.Length));
        var places = new List<Int4>();
        for (var slab = 0; slab < slabCount; slab++)
            foreach (var group in piecesOfSlab[slab].OrderByDescending(piece => piece.Count).Chunk(piecesOfGroup))
            {
                slabs.Add(slab);
                for (var i = 0; i < piecesOfGroup; i++)
                {
                    // Pieces of similar size are assigned to different warps of the group, since its warps synchronize.
                    var rank = i % MaskedPieces.PiecesOfWarp * warps + i / MaskedPieces.PiecesOfWarp;
                    var piece = rank < group.Length ? group[rank] : default;
                    pieces.Add(new Int4 { X = piece.Row, Y = order.Count, Z = piece.Count });
                    var survivors = indices.AsSpan(piece.First, piece.Count);
                    places.Add(new Int4 { X = Place(survivors, 0), Y = Place(survivors, 1), Z = Place(survivors, 2), W = Place(survivors, 3) });
                    places.Add(new Int4 { X = Place(survivors, 4), Y = Place(survivors, 5), Z = Place(survivors, 6), W = Place(survivors, 7) });
                    for (var k = 0; k < piece.Count; k++) order.Add(piece.First + k);
                }
            }
        _slabs = new GpuTable<int>(memory, slabs.ToArray());
        _pieces = new GpuTable<Int4>(memory, pieces.ToArray());
        _places = new GpuTable<Int4>(memory, places.ToArray());
        _order = new GpuTable<int>(memory, order.ToArray());
        Groups = slabs.Count;

        int Place(ReadOnlySpan<int> survivors, int slot) =>
            slot < survivors.Length ? survivors[slot] % rowLength % MaskedPieces.Depth * (MaskedSlab.Columns / 4) : 0;
    }

    readonly record struct Piece(int Row, int First, int Count);

    /// <summary>Groups of pieces.</summary>
    public int Groups { get; }

    public ArrayView<int> Slabs => _slabs.View;

    public ArrayView<Int4> Pieces => _pieces.View;

    public ArrayView<Int4> Places => _places.View;

    /// <summary>For each position of the plan, the index of the survivor in the pattern.</summary>
    public ArrayView<int> Order => _order.View;
}
