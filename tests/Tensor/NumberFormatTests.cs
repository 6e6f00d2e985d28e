namespace SparseGen.Tests;

/// <summary>Rounding to the formats of few bits, compared with the nearest of all their values.</summary>
sealed class NumberFormatTests
{
    static readonly float[] AllBFloat16 = [.. Enumerable.Range(0, 65536).Select(bits => (float)new BFloat16((ushort)bits))];
    static readonly float[] AllE4M3 = [.. Enumerable.Range(0, 256).Select(bits => (float)new Float8E4M3((byte)bits))];
    static readonly float[] AllE5M2 = [.. Enumerable.Range(0, 256).Select(bits => (float)new Float8E5M2((byte)bits))];

    [Test]
    public void Every_number_of_a_format_is_kept()
    {
        for (var bits = 0; bits < 65536; bits++)
            if (!float.IsNaN(AllBFloat16[bits])) Assert.That(((BFloat16)AllBFloat16[bits]).Bits, Is.EqualTo(bits));
        for (var bits = 0; bits < 256; bits++)
        {
            if (!float.IsNaN(AllE4M3[bits])) Assert.That(((Float8E4M3)AllE4M3[bits]).Bits, Is.EqualTo(bits));
            if (!float.IsNaN(AllE5M2[bits])) Assert.That(((Float8E5M2)AllE5M2[bits]).Bits, Is.EqualTo(bits));
        }
    }

    /// <summary>The values of the paper's table 1 (Micikevicius et al. 2022).</summary>
    [Test]
    public void Eight_bits_have_the_published_ranges()
    {
        Assert.That(AllE4M3.Where(float.IsFinite).Max(), Is.EqualTo(448));
        Assert.That(AllE4M3.Where(value => value > 0).Min(), Is.EqualTo(MathF.ScaleB(1, -9)));
        Assert.That(AllE4M3.Count(float.IsNaN), Is.EqualTo(2));
        Assert.That(AllE4M3.Any(float.IsInfinity), Is.False);
        Assert.That(AllE5M2.Where(float.IsFinite).Max(), Is.EqualTo(57344));
        Assert.That(AllE5M2.Where(value => value > 0).Min(), Is.EqualTo(MathF.ScaleB(1, -16)));
        Assert.That(AllE5M2.Count(float.IsInfinity), Is.EqualTo(2));
    }

    [Test]
    public void Numbers_are_rounded_to_the_nearest_and_ties_to_even()
    {
        foreach (var value in Values())
        {
            Assert.That((float)(BFloat16)value, Is.EqualTo(Nearest(AllBFloat16, value)), $"BFloat16 of {value:R}");
            Assert.That((float)(BFloat16)(double)value, Is.EqualTo(Nearest(AllBFloat16, value)), $"BFloat16 of the double {value:R}");
            if (Math.Abs(value) <= Float8E4M3.MaxValue) Assert.That((float)(Float8E4M3)value, Is.EqualTo(Nearest(AllE4M3, value)), $"E4M3 of {value:R}");
            if (Math.Abs(value) <= Float8E5M2.MaxValue) Assert.That((float)(Float8E5M2)value, Is.EqualTo(Nearest(AllE5M2, value)), $"E5M2 of {value:R}");
        }
    }

    /// <summary>Just above the middle of two numbers; as Float32 it is the middle, which would be rounded down.</summary>
    [Test]
    public void A_double_is_rounded_once()
    {
        const double AboveTie = 1 + 1.0 / 256 + 1e-12;
        Assert.That((float)AboveTie, Is.EqualTo(1 + 1f / 256));
        Assert.That((float)(BFloat16)AboveTie, Is.EqualTo(1 + 1f / 128));
        Assert.That((float)(BFloat16)(-AboveTie), Is.EqualTo(-1 - 1f / 128));
        Assert.That((float)(BFloat16)(1 + 1.0 / 256 - 1e-12), Is.EqualTo(1f));
    }

    [Test]
    public void Beyond_the_range_is_infinity_or_NaN()
    {
        Assert.That((float)(BFloat16)float.MaxValue, Is.EqualTo(float.PositiveInfinity));
        Assert.That((float)(BFloat16)1e300, Is.EqualTo(float.PositiveInfinity));
        Assert.That((float)(BFloat16)BitConverter.UInt32BitsToSingle(0xffffffff), Is.NaN);
        Assert.That((float)(Float8E4M3)1e9f, Is.NaN);
        Assert.That((float)(Float8E4M3)float.NaN, Is.NaN);
        Assert.That((float)(Float8E5M2)(-1e9f), Is.EqualTo(float.NegativeInfinity));
        Assert.That((float)(Float8E5M2)float.NaN, Is.NaN);
    }

    [Test]
    public void Files_keep_their_formats()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path + "/small.safetensors";
        var arrays = new Dictionary<string, NDArray>
        {
            ["bf16"] = NDArray.Of<BFloat16>(new Shape(3), [(BFloat16)1.5f, (BFloat16)(-2f), (BFloat16)3e38f]),
            ["e4m3"] = NDArray.Of<Float8E4M3>(new Shape(2), [(Float8E4M3)448f, (Float8E4M3)(-0.0625f)]),
            ["e5m2"] = NDArray.Of<Float8E5M2>(new Shape(2), [(Float8E5M2)57344f, (Float8E5M2)0.25f]),
        };
        Safetensors.Write(path, arrays);
        var read = Safetensors.Read(path);
        foreach (var (name, array) in arrays)
        {
            Assert.That(read[name].DType, Is.EqualTo(array.DType), name);
            Assert.That(read[name].Bytes.ToArray(), Is.EqualTo(array.Bytes.ToArray()), name);
        }
        Assert.That(read["e4m3"].ToSingle(), Is.EqualTo(new[] { 448f, -0.0625f }));
        Assert.That(read["bf16"].ToDouble()[0], Is.EqualTo(1.5));
    }

    /// <summary>Numbers of all magnitudes, and the middles between neighbours of each format.</summary>
    static IEnumerable<float> Values()
    {
        var random = new Random(1);
        for (var i = 0; i < 3_000; i++) yield return (float)((random.NextDouble() * 2 - 1) * Math.Pow(2, random.Next(-20, 18)));
        foreach (var format in (float[][])[AllE4M3, AllE5M2, [.. AllBFloat16.Skip(0x3f00).Take(300)]])
            for (var i = 0; i + 1 < format.Length; i++)
                if (float.IsFinite(format[i]) && float.IsFinite(format[i + 1])) yield return (format[i] + format[i + 1]) / 2;
    }

    /// <summary>The nearest value; of two equally near, that with even bits.</summary>
    static float Nearest(float[] format, float value)
    {
        var best = -1;
        for (var bits = 0; bits < format.Length; bits++)
        {
            if (!float.IsFinite(format[bits]) || MathF.CopySign(1, format[bits]) != MathF.CopySign(1, value)) continue;
            if (best < 0) best = bits;
            var (distance, least) = (Math.Abs((double)format[bits] - value), Math.Abs((double)format[best] - value));
            if (distance < least || distance == least && bits % 2 == 0) best = bits;
        }
        return format[best];
    }
}
