using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>The input scaling of a classifier, (x − mean)/deviation in each channel, of images in [0, 1].</summary>
/// <param name="Mean">(C)</param>
/// <param name="Deviation">(C)</param>
public sealed record InputScaling(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>Mean and deviation of ImageNet's training images, which most published classifiers of colour images use.</summary>
    public static InputScaling ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    internal Variable Of(Variable images)
    {
        var shape = new Shape(Mean.Count, 1, 1, 1);
        var (scale, shift) = (new float[Mean.Count], new float[Mean.Count]);
        for (var c = 0; c < scale.Length; c++)
        {
            scale[c] = (float)(1 / Deviation[c]);
            shift[c] = (float)(-Mean[c] / Deviation[c]);
        }
        return images * new Variable(images.Device, images.Device.Upload(shape, scale)) + new Variable(images.Device, images.Device.Upload(shape, shift));
    }
}
