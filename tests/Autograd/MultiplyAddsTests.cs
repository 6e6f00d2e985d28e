using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Autograd;

public class MultiplyAddsTests
{
    static readonly Shape Image = new(2, 4, 4, 1);

    Device _device = null!;
    Scope _scope = null!;

    [SetUp]
    public void Open()
    {
        _device = Device.Reference();
        _scope = _device.OpenScope();
    }

    [TearDown]
    public void Close()
    {
        _scope.Dispose();
        _device.Dispose();
    }

    // 3×3 taps on 4×4 pixels: 10 of 12 rows lie in the image, 10 of 12 columns.
    [Test]
    public void A_convolution_counts_its_taps_with_and_without_the_padding()
    {
        using var layer = new Convolution(_device, 2, 5, kernel: 3, padding: 1);
        Assert.That(Count(layer, Image), Is.EqualTo(new MultiplyAdds(2 * 5 * 16 * 9, 2 * 5 * 100, 2 * 5 * 100)));
    }

    [Test]
    public void Of_a_mask_the_survivors_are_counted_where_they_lie()
    {
        using var layer = new Convolution(_device, 2, 1, kernel: 3, padding: 1);
        // A corner tap of one input channel meets 3×3 pixels, a centre tap of the other 4×4.
        var mask = new byte[18];
        mask[0] = mask[9 + 4] = 1;
        layer.Weight.Apply(new Pattern(layer.Weight.Shape, mask));
        Assert.That(Count(layer, Image), Is.EqualTo(new MultiplyAdds(2 * 16 * 9, 2 * 100, 9 + 16)));
    }

    [Test]
    public void A_transposed_convolution_counts_by_the_size_of_its_input()
    {
        using var layer = new TransposedConvolution(_device, 2, 5, kernel: 2, stride: 2);
        Assert.That(Count(layer, Image), Is.EqualTo(new MultiplyAdds(2 * 5 * 16 * 4, 2 * 5 * 16 * 4, 2 * 5 * 16 * 4)));
    }

    [Test]
    public void What_is_used_twice_is_counted_once_and_spectral_norms_are_not()
    {
        using var first = new Convolution(_device, 2, 2, kernel: 1, spectral: true);
        using var second = new Convolution(_device, 2, 3, kernel: 1);
        first.Initialise(7);
        var x = first.Forward(Variable.Constant(_device, Image, 1), Mode.Evaluate);
        Assert.That(MultiplyAdds.Of(second.Forward(x + x.Tanh(), Mode.Evaluate)).Nominal, Is.EqualTo(16 * (2 * 2 + 2 * 3)));
    }

    MultiplyAdds Count(Module layer, in Shape input) => MultiplyAdds.Of(layer.Forward(Variable.Constant(_device, input, 1), Mode.Evaluate));
}
