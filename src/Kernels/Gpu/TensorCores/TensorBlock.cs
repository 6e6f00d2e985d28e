using ILGPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// One lane's part of a warp's 32×32 sums: two rows of four blocks of 16×8, each in the layout of the instruction mma.m16n8k8
/// (PTX ISA 7.8, "Matrix Fragments for mma.m16n8k8"): X and Y are neighbours in row lane / 4, Z and W are eight rows below.
/// </summary>
struct TensorBlock
{
    /// <summary>Compute capability 8.0 (Ampere), the first with TF32.</summary>
    public const int LeastCapability = 80;

    public Float4 A0, A1, A2, A3, B0, B1, B2, B3;

    /// <summary>
    /// Adds a product over eight terms to one or two blocks, the second 32 rows below the first. The operands are in shared
    /// memory, rounded to TF32.
    /// </summary>
    /// <param name="upper">the first block</param>
    /// <param name="lower">the second block; unchanged if there is one</param>
    /// <param name="blocks">1 or 2</param>
    /// <param name="shared">both operands</param>
    /// <param name="left">position of the left operand's first row and term</param>
    /// <param name="rowStride">between the left operand's rows</param>
    /// <param name="leftStride">between the left operand's terms</param>
    /// <param name="right">position of the right operand's first column and term</param>
    /// <param name="columnStride">between the right operand's columns</param>
    /// <param name="rightStride">between the right operand's terms</param>
    public static void Multiply(ref TensorBlock upper, ref TensorBlock lower, int blocks, ArrayView<uint> shared, int left, int rowStride, int leftStride, int right, int columnStride, int rightStride)
    {
        var group = (Group.IdxX & 31) >> 2;
        var inGroup = Group.IdxX & 3;
        var b = shared.SubView(right + group * columnStride + inGroup * rightStride, 24 * columnStride + 4 * rightStride + 1);
        var fragment = new RightFragment(b, columnStride, rightStride);
        var a = shared.SubView(left + group * rowStride + inGroup * leftStride, (32 * blocks - 8) * rowStride + 4 * leftStride + 1);
        upper.Multiply(a, 0, rowStride, leftStride, fragment);
        if (blocks > 1) lower.Multiply(a, 32 * rowStride, rowStride, leftStride, fragment);
    }

    /// <summary>Adds 8 · a · b to all sums: the product of operands whose elements are all a and all b.</summary>
    public void Multiply(uint a, uint b)
    {
        Multiply(ref A0, a, a, a, a, b, b);
        Multiply(ref A1, a, a, a, a, b, b);
        Multiply(ref A2, a, a, a, a, b, b);
        Multiply(ref A3, a, a, a, a, b, b);
        Multiply(ref B0, a, a, a, a, b, b);
        Multiply(ref B1, a, a, a, a, b, b);
        Multiply(ref B2, a, a, a, a, b, b);
        Multiply(ref B3, a, a, a, a, b, b);
    }

    void Multiply(ArrayView<uint> a, int at, int rowStride, int termStride, RightFragment b)
    {
        var (a0, a1, a2, a3) = (a[at], a[at + 8 * rowStride], a[at + 4 * termStride], a[at + 8 * rowStride + 4 * termStride]);
        Multiply(ref A0, a0, a1, a2, a3, b.X0, b.X1);
        Multiply(ref A1, a0, a1, a2, a3, b.Y0, b.Y1);
        Multiply(ref A2, a0, a1, a2, a3, b.Z0, b.Z1);
        Multiply(ref A3, a0, a1, a2, a3, b.W0, b.W1);
        at += 16 * rowStride;
        (a0, a1, a2, a3) = (a[at], a[at + 8 * rowStride], a[at + 4 * termStride], a[at + 8 * rowStride + 4 * termStride]);
        Multiply(ref B0, a0, a1, a2, a3, b.X0, b.X1);
        Multiply(ref B1, a0, a1, a2, a3, b.Y0, b.Y1);
        Multiply(ref B2, a0, a1, a2, a3, b.Z0, b.Z1);
        Multiply(ref B3, a0, a1, a2, a3, b.W0, b.W1);
    }

    /// <summary>Rounded to TF32: a mantissa of ten bits, ties away from zero.</summary>
    public static Float4 Round(Float4 value) => new(Round(value.X), Round(value.Y), Round(value.Z), Round(value.W));

    static float Round(float value)
    {
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint rounded, value);
        return Interop.IntAsFloat(rounded);
    }

    static void Multiply(ref Float4 sums, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1)
    {
        Ref<float> x = sums.X, y = sums.Y, z = sums.Z, w = sums.W;
        Input<uint> left0 = a0, left1 = a1, left2 = a2, left3 = a3, right0 = b0, right1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref x, ref y, ref z, ref w, ref left0, ref left1, ref left2, ref left3, ref right0, ref right1);
        sums = new Float4(x.Value, y.Value, z.Value, w.Value);
    }
}

/// <summary>One lane's part of the right operand of four neighbouring blocks.</summary>
readonly struct RightFragment(ArrayView<uint> b, int columnStride, int termStride)
{
    public readonly uint X0 = b[0], X1 = b[4 * termStride];
    public readonly uint Y0 = b[8 * columnStride], Y1 = b[8 * columnStride + 4 * termStride];
    public readonly uint Z0 = b[16 * columnStride], Z1 = b[16 * columnStride + 4 * termStride];
    public readonly uint W0 = b[24 * columnStride], W1 = b[24 * columnStride + 4 * termStride];
}
