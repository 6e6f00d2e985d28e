using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Kernels;

/// <summary>Reference's contractions against the formulas themselves.</summary>
sealed class ReferenceConvolutionTests
{
    static IEnumerable<ConvolutionShape> Shapes => ConvolutionCase.All.Select(row => row.Shape).Where(shape => shape.Flops < 1e6);

    [TestCaseSource(nameof(Shapes))]
    public void Forward_is_seven_loops(ConvolutionShape shape)
    {
        using var device = Device.Reference();
        using var scope = device.OpenScope();
        var (x, w, y) = Arguments(device, shape);
        device.Kernels.ConvolutionForward(shape, x, new Weight(w), y);
        var (xs, ws, found) = (x.ToArray<double>(), w.ToArray<double>(), y.ToArray<double>());

        var at = 0;
        for (var o = 0; o < shape.OutChannels; o++)
            for (var i = 0; i < shape.OutHeight; i++)
                for (var j = 0; j < shape.OutWidth; j++)
                    for (var n = 0; n < shape.Batch; n++)
                    {
                        var sum = 0.0;
                        for (var c = 0; c < shape.InChannels; c++)
                            for (var u = 0; u < shape.KernelHeight; u++)
                                for (var v = 0; v < shape.KernelWidth; v++)
                                {
                                    var row = i * shape.StrideHeight - shape.PadHeight + u;
                                    var column = j * shape.StrideWidth - shape.PadWidth + v;
                                    if (row < 0 || row >= shape.Height || column < 0 || column >= shape.Width) continue;
                                    sum += ws[((o * shape.InChannels + c) * shape.KernelHeight + u) * shape.KernelWidth + v]
                                        * xs[((c * shape.Height + row) * shape.Width + column) * shape.Batch + n];
                                }
                        Assert.That(found[at++], Is.EqualTo(sum).Within(1e-12));
                    }
    }

    [TestCaseSource(nameof(Shapes))]
    public void The_three_directions_are_derivatives_of_one_form(ConvolutionShape shape)
    {
        using var device = Device.Reference();
        foreach (var storage in WeightStorage.All)
        {
            using var scope = device.OpenScope();
            var (x, w, y) = Arguments(device, shape);
            var weight = new Weight(w);
            if (storage.Draw(shape.Weight) is { } pattern)
            {
                weight = new Weight(device.Allocate(new Shape(pattern.Count)), pattern);
                device.Kernels.Gather(pattern, w, weight.Values);
            }
            var (dx, dy, dw) = (device.Allocate(x.Shape), device.Allocate(y.Shape), weight with { Values = device.Allocate(weight.Values.Shape) });
            device.Kernels.ConvolutionForward(shape, x, weight, dy);
            device.Kernels.ConvolutionBackwardData(shape, y, weight, dx);
            device.Kernels.ConvolutionBackwardWeights(shape, x, y, dw);
            var form = Dot(y, dy);
            Assert.That(Dot(x, dx), Is.EqualTo(form).Within(1e-9), $"by x, {storage}");
            Assert.That(Dot(weight.Values, dw.Values), Is.EqualTo(form).Within(1e-9), $"by w, {storage}");
        }
    }

    [TestCaseSource(nameof(Shapes))]
    public void A_masked_weight_acts_as_the_dense_one_with_zeros(ConvolutionShape shape)
    {
        using var device = Device.Reference();
        foreach (var storage in WeightStorage.Masked)
        {
            using var scope = device.OpenScope();
            var (x, dense, y) = Arguments(device, shape);
            var pattern = storage.Draw(shape.Weight)!;
            var survivors = device.Allocate(new Shape(pattern.Count));
            device.Kernels.Gather(pattern, dense, survivors);
            device.Kernels.Scatter(pattern, survivors, dense);
            var expected = device.Allocate(y.Shape);
            device.Kernels.ConvolutionForward(shape, x, new Weight(dense), expected);
            device.Kernels.ConvolutionForward(shape, x, new Weight(survivors, pattern), y);
            Assert.That(y.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-12), $"{storage}");
        }
    }

    static (Tensor X, Tensor W, Tensor Y) Arguments(Device device, ConvolutionShape shape)
    {
        Tensor Upload(string name, Shape size) => device.Upload(size, NamedNumbers.Signed(name, size.Count));
        return (Upload("x", shape.Input), Upload("w", shape.Weight), Upload("y", shape.Output));
    }

    static double Dot(Tensor a, Tensor b) => a.ToArray<double>().Zip(b.ToArray<double>(), (x, y) => x * y).Sum();
}
