using SparseGen.Kernels;
using SparseGen.Tests.Gpu.Interpreter;

namespace SparseGen.Tests.Gpu;

/// <summary>Formats of elements: conversions between Float32 and BFloat16 bit by bit, alignment, mixtures.</summary>
sealed class ElementsTests
{
    /// <summary>
    /// Ties to even and to odd neighbours, their neighbours in Float32, carries into the exponent and to infinity, numbers below the normal range, and
    /// NaN whose upper half alone would be an infinity.
    /// </summary>
    static readonly uint[] Bits =
    [
        0x00000000, 0x80000000, 0x3F800000, 0x3F808000, 0x3F807FFF, 0x3F808001, 0x3F818000, 0x3F817FFF, 0x3F818001, 0xBF818000,
        0x3FFFFFFF, 0x7F7FFFFF, 0x7F7F7FFF, 0xFF7F8000, 0x7F800000, 0xFF800000, 0x00000001, 0x00008000, 0x00018000, 0x807FFFFF,
        0x7F800001, 0xFF80FFFF, 0x7FC00000, 0xFFFFFFFF,
    ];

    static readonly float[] Numbers = Array.ConvertAll(Bits, BitConverter.UInt32BitsToSingle);

    static IEnumerable<TestCaseData> Devices()
    {
        yield return new TestCaseData((Func<Device>)(() => PtxSession.Open(multiprocessors: 1, ContractionPrecision.Float32))).SetArgDisplayNames("interpreted");
        yield return new TestCaseData((Func<Device>)Device.IlgpuCpu).SetArgDisplayNames("simulated");
    }

    [TestCaseSource(nameof(Devices))]
    public void Rounds_as_the_type_does_and_NaN_stays_NaN(Func<Device> open)
    {
        using var device = open();
        using var scope = device.OpenScope();

        // Four at a time, and one at a time.
        foreach (var skipped in (int[])[0, 1])
        {
            var x = device.Upload(new Shape(Numbers.Length), Numbers).Slice(skipped, Numbers.Length - skipped);
            var y = device.Memory.Allocate(x.Shape, DType.BFloat16);
            device.Kernels.Copy(x, y);
            Assert.That(y.ToArray<BFloat16>(), Is.EqualTo(Array.ConvertAll(Numbers[skipped..], number => (BFloat16)number)));
        }
    }

    [TestCaseSource(nameof(Devices))]
    public void Every_number_in_BFloat16_is_widened_exactly(Func<Device> open)
    {
        using var device = open();
        using var scope = device.OpenScope();
        var all = Array.ConvertAll(Enumerable.Range(0, 1 << 16).ToArray(), bits => new BFloat16((ushort)bits));
        var x = device.Memory.Allocate(new Shape(all.Length), DType.BFloat16);
        x.Upload<BFloat16>(all);
        var y = device.Allocate(x.Shape);
        device.Kernels.Copy(x, y);
        Assert.That(Array.ConvertAll(y.ToArray<float>(), BitConverter.SingleToUInt32Bits), Is.EqualTo(Array.ConvertAll(all, number => (uint)number.Bits << 16)));
    }

    /// <summary>Tensor cores' operands are read 16 bytes at a time.</summary>
    [Test]
    public void A_contraction_takes_operands_that_are_aligned_to_fewer_than_16_bytes([Values(1, 4, 8)] int skipped)
    {
        using var device = PtxSession.Open(multiprocessors: 1, ContractionPrecision.Float32);
        using var scope = device.OpenScope();
        var shape = ConvolutionShape.Linear(16, 20, 24);
        var all = Array.ConvertAll(Enumerable.Range(0, 8 + 24 * 16).ToArray(), i => (float)(i * 37 % 101 - 50));
        Assert.That(WeightGradient(skipped), Is.EqualTo(WeightGradient(0)));

        float[] WeightGradient(int before)
        {
            var (x, y, w) = (Narrow(shape.Input, before), Narrow(shape.Output, before), device.Allocate(new Shape(24, 20)));
            device.Kernels.ConvolutionBackwardWeights(shape, x, y, new Weight(w, null));
            return device.Read(w);
        }

        Tensor Narrow(Shape of, int before)
        {
            var tensor = device.Memory.Allocate(new Shape(all.Length), DType.BFloat16).Slice(before, (int)of.Count);
            device.Write(tensor, all.AsSpan(0, (int)of.Count));
            return tensor.Reshape(of);
        }
    }

    [Test]
    public void Operands_of_two_formats_are_refused()
    {
        using var device = PtxSession.Open(multiprocessors: 1, ContractionPrecision.Float32);
        using var scope = device.OpenScope();
        var (wide, narrow) = (device.Allocate(new Shape(3)), device.Memory.Allocate(new Shape(3), DType.BFloat16));
        Assert.That(() => device.Kernels.Binary(BinaryFunction.Add, wide, narrow, narrow), Throws.ArgumentException.With.Message.Contains("BFloat16").And.Message.Contains("Float32"));
    }
}
