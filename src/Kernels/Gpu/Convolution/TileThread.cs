using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// The position of a thread in a tile, in Float4. A warp covers 4×8 positions, so that it reads each operand of a step with one
/// 128-byte access.
/// </summary>
readonly struct TileThread
{
    /// <summary>The first four rows; the other four are half a tile further.</summary>
    public readonly int Row;

    /// <summary>The first four columns; the other four are half a tile further.</summary>
    public readonly int Column;

    /// <param name="columns">columns of the tile</param>
    public TileThread(int columns)
    {
        var lane = Group.IdxX & 31;
        var warp = Group.IdxX >> 5;
        var warpsAcross = columns >> 6;
        var down = warp / warpsAcross;
        Row = down * 4 + (lane >> 3);
        Column = (warp - down * warpsAcross) * 8 + (lane & 7);
    }

    /// <summary>Adds the products of eight terms; each term is a row of either operand in shared memory. All offsets are in Float4.</summary>
    /// <param name="left">start of the left operand</param>
    /// <param name="leftStride">between the left operand's rows</param>
    /// <param name="leftHalf">half a tile</param>
    /// <param name="right">start of the right operand</param>
    /// <param name="rightStride">between the right operand's rows</param>
    /// <param name="rightHalf">half a tile</param>
    public void Multiply(ref RegisterTile sums, ArrayView<Float4> shared, int left, int leftStride, int leftHalf, int right, int rightStride, int rightHalf)
    {
        // In views that begin at this thread's position, all offsets are constants, which load instructions encode.
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
