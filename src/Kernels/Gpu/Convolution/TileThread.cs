using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>A thread's place in a tile, in fours. A warp covers 4×8 of them: each operand of a step is then one 128-byte read.</summary>
readonly struct TileThread
{
    /// <summary>Its first four rows; the second lie half a tile further.</summary>
    public readonly int Row;

    /// <summary>Its first four columns; the second lie half a tile further.</summary>
    public readonly int Column;

    /// <param name="columns">of the tile</param>
    public TileThread(int columns)
    {
        var lane = Group.IdxX & 31;
        var warp = Group.IdxX >> 5;
        var warpsAcross = columns >> 6;
        var down = warp / warpsAcross;
        Row = down * 4 + (lane >> 3);
        Column = (warp - down * warpsAcross) * 8 + (lane & 7);
    }

    /// <summary>Adds eight steps of a product: a row of each operand after the other, from shared memory.</summary>
    /// <param name="sums">of this thread</param><param name="shared">in fours</param>
    /// <param name="left">where the left operand begins</param><param name="leftStride">from row to row</param><param name="leftHalf">half a tile</param>
    /// <param name="right">where the right operand begins</param><param name="rightStride">from row to row</param><param name="rightHalf">half a tile</param>
    public void Multiply(ref RegisterTile sums, ArrayView<Float4> shared, int left, int leftStride, int leftHalf, int right, int rightStride, int rightHalf)
    {
        // From views that begin at this thread's place all offsets are constants, and part of the reading instructions.
        var a = shared.SubView(left + Row, 7 * leftStride + leftHalf + 1);
        var b = shared.SubView(right + Column, 7 * rightStride + rightHalf + 1);
        sums.Add(a[0], a[leftHalf], b[0], b[rightHalf]);
        sums.Add(a[leftStride], a[leftStride + leftHalf], b[rightStride], b[rightStride + rightHalf]);
        sums.Add(a[2 * leftStride], a[2 * leftStride + leftHalf], b[2 * rightStride], b[2 * rightStride + rightHalf]);
        sums.Add(a[3 * leftStride], a[3 * leftStride + leftHalf], b[3 * rightStride], b[3 * rightStride + rightHalf]);
        sums.Add(a[4 * leftStride], a[4 * leftStride + leftHalf], b[4 * rightStride], b[4 * rightStride + rightHalf]);
        sums.Add(a[5 * leftStride], a[5 * leftStride + leftHalf], b[5 * rightStride], b[5 * rightStride + rightHalf]);
        sums.Add(a[6 * leftStride], a[6 * leftStride + leftHalf], b[6 * rightStride], b[6 * rightStride + rightHalf]);
        sums.Add(a[7 * leftStride], a[7 * leftStride + leftHalf], b[7 * rightStride], b[7 * rightStride + rightHalf]);
    }
}
