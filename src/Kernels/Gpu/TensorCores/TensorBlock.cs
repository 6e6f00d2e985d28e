using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// One lane's part of a warp's 32×32 sums: two rows of four blocks of 16×8, each in the layout of the instructions mma.m16n8k8
/// and mma.m16n8k16 (PTX ISA 7.8, "Matrix Fragments"): X and Y are neighbours in row lane / 4, Z and W are eight rows below.
/// </summary>
struct TensorBlock
{
    /// <summary>Compute capability 8.0 (Ampere), the first with TF32 and BFloat16.</summary>
    public const int LeastCapability = 80;

    public Float4 A0, A1, A2, A3, B0, B1, B2, B3;

    /// <summary>
    /// Adds a product over the terms of eight words to one or two blocks, the second 32 rows below the first. The operands are in shared
    /// memory, in words of the elements' format.
    /// </summary>
    /// <param name="upper">the first block</param>
    /// <param name="lower">the second block; unchanged if there is one</param>
    /// <param name="blocks">1 or 2</param>
    /// <param name="shared">both operands</param>
    /// <param name="left">position of the left operand's first row and word</param>
    /// <param name="rowStride">between the left operand's rows</param>
    /// <param name="leftStride">between the left operand's words</param>
    /// <param name="right">position of the right operand's first column and word</param>
    /// <param name="columnStride">between the right operand's columns</param>
    /// <param name="rightStride">between the right operand's words</param>
    public static void Multiply<TElements>(ref TensorBlock upper, ref TensorBlock lower, int blocks, ArrayView<uint> shared, int left, int rowStride, int leftStride, int right, int columnStride, int rightStride)
        where TElements : struct, ITensorElements
    {
        var group = (Group.IdxX & 31) >> 2;
        var inGroup = Group.IdxX & 3;
        var b = shared.SubView(right + group * columnStride + inGroup * rightStride, 24 * columnStride + 4 * rightStride + 1);
        var fragment = new RightFragment(b, columnStride, rightStride);
        var a = shared.SubView(left + group * rowStride + inGroup * leftStride, (32 * blocks - 8) * rowStride + 4 * leftStride + 1);
        upper.Multiply<TElements>(a, 0, rowStride, leftStride, fragment);
        if (blocks > 1) lower.Multiply<TElements>(a, 32 * rowStride, rowStride, leftStride, fragment);
    }

    /// <summary>Adds the product of operands whose words are all a and all b to all sums.</summary>
    public void Multiply<TElements>(uint a, uint b) where TElements : struct, ITensorElements
    {
        TElements.Multiply(ref A0, a, a, a, a, b, b);
        TElements.Multiply(ref A1, a, a, a, a, b, b);
        TElements.Multiply(ref A2, a, a, a, a, b, b);
        TElements.Multiply(ref A3, a, a, a, a, b, b);
        TElements.Multiply(ref B0, a, a, a, a, b, b);
        TElements.Multiply(ref B1, a, a, a, a, b, b);
        TElements.Multiply(ref B2, a, a, a, a, b, b);
        TElements.Multiply(ref B3, a, a, a, a, b, b);
    }

    void Multiply<TElements>(ArrayView<uint> a, int at, int rowStride, int wordStride, RightFragment b) where TElements : struct, ITensorElements
    {
        var (a0, a1, a2, a3) = (a[at], a[at + 8 * rowStride], a[at + 4 * wordStride], a[at + 8 * rowStride + 4 * wordStride]);
        TElements.Multiply(ref A0, a0, a1, a2, a3, b.X0, b.X1);
        TElements.Multiply(ref A1, a0, a1, a2, a3, b.Y0, b.Y1);
        TElements.Multiply(ref A2, a0, a1, a2, a3, b.Z0, b.Z1);
        TElements.Multiply(ref A3, a0, a1, a2, a3, b.W0, b.W1);
        at += 16 * rowStride;
        (a0, a1, a2, a3) = (a[at], a[at + 8 * rowStride], a[at + 4 * wordStride], a[at + 8 * rowStride + 4 * wordStride]);
        TElements.Multiply(ref B0, a0, a1, a2, a3, b.X0, b.X1);
        TElements.Multiply(ref B1, a0, a1, a2, a3, b.Y0, b.Y1);
        TElements.Multiply(ref B2, a0, a1, a2, a3, b.Z0, b.Z1);
        TElements.Multiply(ref B3, a0, a1, a2, a3, b.W0, b.W1);
    }
}

/// <summary>One lane's part of the right operand of four neighbouring blocks.</summary>
readonly struct RightFragment(ArrayView<uint> b, int columnStride, int wordStride)
{
    public readonly uint X0 = b[0], X1 = b[4 * wordStride];
    public readonly uint Y0 = b[8 * columnStride], Y1 = b[8 * columnStride + 4 * wordStride];
    public readonly uint Z0 = b[16 * columnStride], Z1 = b[16 * columnStride + 4 * wordStride];
    public readonly uint W0 = b[24 * columnStride], W1 = b[24 * columnStride + 4 * wordStride];
}
