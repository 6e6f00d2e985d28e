using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>Four words of a <see cref="RandomStream"/>, bit-identical with <see cref="Philox"/>.</summary>
readonly struct PhiloxBlock
{
    const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    const uint KeyStep0 = 0x9E3779B9, KeyStep1 = 0xBB67AE85;
    const int Rounds = 10;

    public readonly uint X, Y, Z, W;

    public PhiloxBlock(ulong seed, uint purpose, ulong step, uint block)
    {
        uint x0 = block, x1 = purpose, x2 = (uint)step, x3 = (uint)(step >> 32);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }
        (X, Y, Z, W) = (x0, x1, x2, x3);
    }
}

/// <summary>Maps random words to numbers.</summary>
interface IDistribution
{
    /// <summary>The numbers of elements 2k and 2k + 1 from their words.</summary>
    (float First, float Second) Draw(uint first, uint second);
}

/// <summary>Uniform in [low, high), computed from multiples of 2⁻²⁴.</summary>
readonly struct UniformDistribution : IDistribution
{
    readonly double _low, _width;
    readonly float _below;

    public UniformDistribution(double low, double high)
    {
        _low = low;
        _width = high - low;
        _below = MathF.BitDecrement((float)high);
    }

    public (float First, float Second) Draw(uint first, uint second) => (Number(first), Number(second));

    float Number(uint word)
    {
        var number = (float)(_low + (int)(word >> 8) * (1.0 / (1 << 24)) * _width);
        return number > _below ? _below : number;
    }
}

/// <summary>Normal (Box and Muller 1958), as <see cref="Philox"/> computes it.</summary>
readonly struct NormalDistribution(double mean, double deviation) : IDistribution
{
    public (float First, float Second) Draw(uint first, uint second)
    {
        var r = Math.Sqrt(-2 * Log((first + 1.0) * (1.0 / (1L << 32))));
        var (sine, cosine) = SinCosOfTurn(second);
        return ((float)(mean + (float)(r * cosine) * deviation), (float)(mean + (float)(r * sine) * deviation));
    }

    /// <summary>ln x of a normal floating-point number, with the reduction and coefficients of fdlibm's e_log.c (Sun Microsystems 1993).</summary>
    static double Log(double x)
    {
        // x = 2^k (1 + f) with 1 + f in [√½, √2)
        const long Mantissa = (1L << 52) - 1, One = 1023L << 52;
        var bits = (long)Interop.FloatAsInt(x);
        var k = (int)(bits >> 52) - 1023;
        var f = Interop.IntAsFloat((ulong)((bits & Mantissa) | One));
        if (f >= 1.4142135623730951)
        {
            f *= 0.5;
            k++;
        }
        f -= 1;
        var s = f / (2 + f);
        var z = s * s;
        var rest = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01
            + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
        var half = 0.5 * f * f;
        return k * 6.93147180369123816490e-01 - ((half - (s * (half + rest) + k * 1.90821492927058770002e-10)) - f);
    }

    /// <summary>Sine and cosine of angle / 2³² of a turn, with the coefficients of fdlibm's k_sin.c and k_cos.c.</summary>
    static (double Sine, double Cosine) SinCosOfTurn(uint angle)
    {
        // The nearest quarter turn, and the rest, at most an eighth of a turn, without rounding error.
        var quarter = unchecked(angle + (1u << 29)) >> 30;
        var x = (int)(angle - (quarter << 30)) * (2 * Math.PI / (1L << 32));
        var z = x * x;
        var sine = x + x * z * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04
            + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))));
        var cosine = 1 - (0.5 * z - z * z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
            + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 - z * 1.13596475577881948265e-11))))));
        if (quarter == 0) return (sine, cosine);
        if (quarter == 1) return (cosine, -sine);
        if (quarter == 2) return (-sine, -cosine);
        return (-cosine, sine);
    }
}

/// <summary>y ← the first elements of a stream, four per thread.</summary>
readonly struct DrawJob<TDistribution>(TDistribution distribution, ulong seed, uint purpose, ulong step, ArrayView<float> y) : IGpuJob where TDistribution : struct, IDistribution
{
    public void Execute()
    {
        var block = Grid.IdxX * Group.DimX + Group.IdxX;
        var count = y.IntLength;
        var i = 4 * block;
        if (i >= count) return;
        var words = new PhiloxBlock(seed, purpose, step, (uint)block);
        var (first, second) = distribution.Draw(words.X, words.Y);
        y[i] = first;
        if (i + 1 < count) y[i + 1] = second;
        if (i + 2 >= count) return;
        (first, second) = distribution.Draw(words.Z, words.W);
        y[i + 2] = first;
        if (i + 3 < count) y[i + 3] = second;
    }
}
