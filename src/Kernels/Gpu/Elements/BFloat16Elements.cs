using ILGPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>Elements in BFloat16, the upper halves of Float32. Tensor cores multiply them in pairs; the first of a pair is the lower half of a word.</summary>
readonly struct BFloat16Elements(ArrayView<ushort> elements) : IElements<BFloat16Elements>
{
    const uint UpperHalf = 0xFFFF0000;

    public static DType Format => DType.BFloat16;

    public static int Bytes => sizeof(ushort);

    public static int FactorsOfWord => 2;

    public int Length => elements.IntLength;

    public static BFloat16Elements Of(GpuSession session, nint address, long count) => new(session.View<ushort>(address, count));

    public static float Round(float value) => Upper(RoundedBits(value));

    public float Load(int i) => Lower(elements[i]);

    public void Store(int i, float value) => elements[i] = (ushort)(RoundedBits(value) >> 16);

    public void StoreTwo(int i, float first, float second) => elements.Cast<uint>()[i] = Pair(first, second);

    public Float4 LoadFour(int i)
    {
        var pairs = elements.Cast<UInt2>()[i];
        return new Float4(Lower(pairs.X), Upper(pairs.X), Lower(pairs.Y), Upper(pairs.Y));
    }

    public void StoreFour(int i, Float4 values) =>
        elements.Cast<UInt2>()[i] = new UInt2(Pair(values.X, values.Y), Pair(values.Z, values.W));

    public Float4 LoadWords(int i) => elements.Cast<Float4>()[i];

    public Float4 LoadColumns(int at, int plane, int end)
    {
        var pairs = elements.Cast<UInt2>();
        var exists = at >= 0;
        var first = pairs[exists ? at : 0];
        var hasSecond = exists && at + plane < end;
        var second = pairs[hasSecond ? at + plane : 0];
        return new Float4(
            Interop.IntAsFloat(exists ? first.X : 0), Interop.IntAsFloat(exists ? first.Y : 0),
            Interop.IntAsFloat(hasSecond ? second.X : 0), Interop.IntAsFloat(hasSecond ? second.Y : 0));
    }

    public static Float4 Arrange(Float4 columns)
    {
        var (first0, first1) = (Interop.FloatAsInt(columns.X), Interop.FloatAsInt(columns.Y));
        var (second0, second1) = (Interop.FloatAsInt(columns.Z), Interop.FloatAsInt(columns.W));
        return new Float4(
            Interop.IntAsFloat((first0 & ~UpperHalf) | (second0 << 16)), Interop.IntAsFloat((first0 >> 16) | (second0 & UpperHalf)),
            Interop.IntAsFloat((first1 & ~UpperHalf) | (second1 << 16)), Interop.IntAsFloat((first1 >> 16) | (second1 & UpperHalf)));
    }

    public static Float4 RoundFactors(Float4 words) => words;

    public static void Multiply(ref Float4 sums, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1)
    {
        Ref<float> x = sums.X, y = sums.Y, z = sums.Z, w = sums.W;
        Input<uint> left0 = a0, left1 = a1, left2 = a2, left3 = a3, right0 = b0, right1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref x, ref y, ref z, ref w, ref left0, ref left1, ref left2, ref left3, ref right0, ref right1);
        sums = new Float4(x.Value, y.Value, z.Value, w.Value);
    }

    /// <summary>Two numbers, rounded, as a word.</summary>
    public static uint Pair(float first, float second) => (RoundedBits(first) >> 16) | (RoundedBits(second) & UpperHalf);

    static float Lower(uint pair) => Interop.IntAsFloat(pair << 16);

    static float Upper(uint pair) => Interop.IntAsFloat(pair & UpperHalf);

    /// <summary>The rounded number in the upper half; the lower half is undefined. NaN stays NaN.</summary>
    static uint RoundedBits(float value)
    {
        const uint Magnitude = 0x7FFFFFFF, Infinity = 0x7F800000, Quiet = 0x00400000;
        var bits = Interop.FloatAsInt(value);
        var quiet = bits | Quiet;
        var rounded = bits + 0x7FFF + ((bits >> 16) & 1);
        return (bits & Magnitude) > Infinity ? quiet : rounded;
    }
}
