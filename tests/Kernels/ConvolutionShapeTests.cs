using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

sealed class ConvolutionShapeTests
{
    [TestCase(5, 3, 1, 1, 5)]
    [TestCase(8, 4, 2, 1, 4)]
    [TestCase(7, 4, 2, 1, 3)]
    [TestCase(4, 4, 1, 0, 1)]
    [TestCase(9, 3, 3, 0, 3)]
    public void A_convolution_has_as_many_pixels_as_kernels_fit(int size, int kernel, int stride, int padding, int expected)
    {
        var shape = ConvolutionShape.Convolution(new Shape(3, size, 20, 4), new Shape(6, 3, kernel, 1), (stride, 1), (padding, 0));
        Assert.That(shape.Output, Is.EqualTo(new Shape(6, expected, 20, 4)));
    }

    [TestCase(1, 4, 1, 0, 0, 4)]
    [TestCase(4, 4, 2, 1, 0, 8)]
    [TestCase(5, 3, 2, 1, 1, 10)]
    [TestCase(3, 3, 3, 0, 2, 11)]
    public void A_transposed_convolution_undoes_the_sizes_of_a_convolution(int size, int kernel, int stride, int padding, int outputPadding, int expected)
    {
        var weight = new Shape(6, 3, kernel, kernel);
        var transposed = ConvolutionShape.Transposed(new Shape(6, size, size, 4), weight, (stride, stride), (padding, padding), (outputPadding, outputPadding));
        Assert.That(transposed.Input, Is.EqualTo(new Shape(3, expected, expected, 4)));
        Assert.That(ConvolutionShape.Convolution(transposed.Input, weight, (stride, stride), (padding, padding)), Is.EqualTo(transposed));
    }

    [Test]
    public void Flops_in_bounds_leave_out_the_taps_in_the_padding()
    {
        var shape = ConvolutionShape.Convolution(new Shape(1, 3, 3, 1), new Shape(1, 1, 3, 3), (1, 1), (1, 1));
        Assert.That(shape.Flops, Is.EqualTo(2 * 81));
        Assert.That(shape.FlopsInBounds, Is.EqualTo(2 * 49));
    }

    [Test]
    public void Refuses_what_makes_no_sense()
    {
        var x = new Shape(3, 5, 7, 4);
        var w = new Shape(6, 3, 3, 3);
        Assert.That(() => ConvolutionShape.Convolution(x, new Shape(6, 4, 3, 3), (1, 1), (1, 1)),
            Throws.ArgumentException.With.Message.Contains("(3, 5, 7, 4)").And.Message.Contains("(6, 4, 3, 3)"));
        Assert.That(() => ConvolutionShape.Convolution(x, new Shape(6, 3, 6, 3), (1, 1), (0, 0)),
            Throws.ArgumentException.With.Message.Contains("(6, 3, 6, 3)"));
        Assert.That(() => ConvolutionShape.Convolution(new Shape(3, 4), w, (1, 1), (0, 0)), Throws.ArgumentException.With.Message.Contains("(3, 4)"));
        Assert.That(() => ConvolutionShape.Convolution(x, w, (0, 1), (0, 0)), Throws.ArgumentException.With.Message.Contains("Stride"));
        Assert.That(() => ConvolutionShape.Convolution(x, w, (1, 1), (-1, 0)), Throws.ArgumentException.With.Message.Contains("Padding"));
        Assert.That(() => ConvolutionShape.Transposed(new Shape(6, 5, 7, 4), w, (2, 2), (1, 1), (2, 0)), Throws.ArgumentException.With.Message.Contains("Output padding"));
        Assert.That(() => ConvolutionShape.Transposed(new Shape(6, 1, 1, 4), w, (1, 1), (2, 2)), Throws.ArgumentException.With.Message.Contains("empty"));
    }
}
