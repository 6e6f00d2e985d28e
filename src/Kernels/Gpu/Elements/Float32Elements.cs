using ILGPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>Elements in Float32. Tensor cores multiply them in TF32.</summary>
readonly struct Float32Elements(ArrayView<float> elements) : IElements<Float32Elements>
{
    public static DType Format => DType.Float32;

    public static int Bytes => sizeof(float);

    public static int FactorsOfWord => 1;

    public int Length => elements.IntLength;

    public static Float32Elements Of(GpuSession session, nint address, long count) => new(session.View<float>(address, count));

    public static float Round(float value) => value;

    public float Load(int i) => elements[i];

    public void Store(int i, float value) => elements[i] = value;

    public void StoreTwo(int i, float first, float second) => elements.Cast<Float2>()[i] = new Float2(first, second);

    public Float4 LoadFour(int i) => elements.Cast<Float4>()[i];

    public void StoreFour(int i, Float4 values) => elements.Cast<Float4>()[i] = values;

    public Float4 LoadWords(int i) => LoadFour(i);

    public Float4 LoadColumns(int at, int plane, int end) => GatheredColumn.Load(this, at);

    public static Float4 Arrange(Float4 columns) => RoundFactors(columns);

    public static Float4 RoundFactors(Float4 words) => new(RoundFactor(words.X), RoundFactor(words.Y), RoundFactor(words.Z), RoundFactor(words.W));

    public static void Multiply(ref Float4 sums, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1)
    {
        Ref<float> x = sums.X, y = sums.Y, z = sums.Z, w = sums.W;
        Input<uint> left0 = a0, left1 = a1, left2 = a2, left3 = a3, right0 = b0, right1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref x, ref y, ref z, ref w, ref left0, ref left1, ref left2, ref left3, ref right0, ref right1);
        sums = new Float4(x.Value, y.Value, z.Value, w.Value);
    }

    /// <summary>Rounded to TF32: a mantissa of ten bits, ties away from zero.</summary>
    static float RoundFactor(float value)
    {
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint rounded, value);
        return Interop.IntAsFloat(rounded);
    }
}
