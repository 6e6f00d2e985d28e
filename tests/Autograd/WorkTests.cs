using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Autograd;

public class WorkTests
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
        Assert.That(Forward(layer, Image), Is.EqualTo(new Work(2 * 2 * 5 * 16 * 9, 2 * 2 * 5 * 100, 2 * 2 * 5 * 100, 0)));
    }

    [Test]
    public void Of_a_mask_the_survivors_are_counted_where_they_lie()
    {
        using var layer = new Convolution(_device, 2, 1, kernel: 3, padding: 1);
        // A corner tap of one input channel meets 3×3 pixels, a centre tap of the other 4×4.
        var mask = new byte[18];
        mask[0] = mask[9 + 4] = 1;
        layer.Weight.Apply(new Pattern(layer.Weight.Shape, mask));
        Assert.That(Forward(layer, Image), Is.EqualTo(new Work(2 * 2 * 16 * 9, 2 * 2 * 100, 2 * (9 + 16), 0)));
    }

    [Test]
    public void A_transposed_convolution_counts_by_the_size_of_its_input()
    {
        using var layer = new TransposedConvolution(_device, 2, 5, kernel: 2, stride: 2);
        Assert.That(Forward(layer, Image), Is.EqualTo(new Work(2 * 2 * 5 * 16 * 4, 2 * 2 * 5 * 16 * 4, 2 * 2 * 5 * 16 * 4, 0)));
    }

    [Test]
    public void A_gradient_takes_as_much_for_each_input_that_needs_one()
    {
        using var first = new Linear(_device, 3, 5);
        using var norm = new BatchNorm(_device, 5);
        using var second = new Linear(_device, 5, 2);
        var loss = second.Forward(norm.Forward(first.Forward(Variable.Constant(_device, new Shape(3, 7), 1), Mode.Train), Mode.Train), Mode.Train).Sum();
        Work Of(params Parameter[] parameters) => WorkLog.OfGradient(loss, parameters).Aggregate(new Work(), (sum, one) => sum + one.Work);
        // Of the second layer weight and input, of the first, whose input is no parameter, the weight alone.
        var all = Of([.. first.Parameters, .. norm.Parameters, .. second.Parameters]);
        Assert.That((all.Nominal, all.Normalisation), Is.EqualTo((2.0 * 7 * (2 * 5 * 2 + 3 * 5), 11.0 * 5 * 7)));
        var last = Of([.. second.Parameters]);
        Assert.That((last.Nominal, last.Normalisation), Is.EqualTo((2.0 * 7 * 5 * 2, 0.0)));
    }

    /// <summary>
    /// The DCGAN of 32×32 at batch 64, multiply-adds of one image: convT 128·512·4·4 at 1×1 → 4×4: 1,048,576; 512·256·16 at 4×4: 33,554,432;
    /// 256·128·16 at 8×8: 33,554,432; 128·3·16 at 16×16: 1,572,864; the generator 69,730,304. The discriminator: 3·128·16 at 16×16: 1,572,864;
    /// 128·256·16 at 8×8: 33,554,432; 256·512·16 at 4×4: 33,554,432; 512·1·16 at 1×1: 8,192; 68,689,920.
    /// Generator: forward once, backward weights and data but for the data of the first layer. Discriminator: forward three times; in its own
    /// update weights twice and data twice but for the first layer; in the generator's update data once, no weights.
    /// </summary>
    [Test]
    public void A_step_of_the_DCGAN_is_what_can_be_calculated_by_hand()
    {
        const double g = 69_730_304, gFirst = 1_048_576, d = 68_689_920, dFirst = 1_572_864;
        using var device = Device.Host(threads: 1);
        using var model = new Dcgan(device, seed: 1);
        var work = model.WorkOfStep(new Shape(3, 32, 32), batch: 64);
        Assert.That(work.Components.Select(one => (one.Component, one.Forward.Nominal, one.Backward.Nominal)), Is.EqualTo(new[]
        {
            ("generator", 2 * 64 * g, 2 * 64 * (g + g - gFirst)),
            ("discriminator", 2 * 64 * 3 * d, 2 * 64 * (2 * d + 2 * (d - dFirst) + d)),
        }));
        Assert.That(work.Total.Nominal / 1e9, Is.EqualTo(96.6).Within(0.05));
    }

    /// <summary>784·128 and 128·784 for each of 64 images: forward both, backward the weights of both and the data of the second.</summary>
    [Test]
    public void A_step_of_the_linear_autoencoder_is_what_can_be_calculated_by_hand()
    {
        using var device = Device.Host(threads: 1);
        using var model = new LinearAutoencoder(device, seed: 1);
        var work = model.WorkOfStep(new Shape(1, 28, 28), batch: 64);
        Assert.That((work.Forward.Nominal, work.Backward.Nominal), Is.EqualTo((2.0 * 64 * 2 * 784 * 128, 2.0 * 64 * 3 * 784 * 128)));
    }

    Work Forward(Module layer, in Shape input)
    {
        using var log = WorkLog.Begin();
        layer.Forward(Variable.Constant(_device, input, 1), Mode.Evaluate);
        return log.Done.Single().Work;
    }
}
