using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>Converts generated images to bytes, as saving them to files does, since the metrics are defined on 8-bit images.</summary>
public static class Quantisation
{
    /// <summary>Rounds to the nearest byte and clamps; NaN becomes 0.</summary>
    /// <param name="device">the device of the images</param>
    /// <param name="images">(C, H, W, N)</param>
    /// <param name="name">name of the resulting set</param>
    /// <param name="low">the value that becomes 0</param>
    /// <param name="high">the value that becomes 255</param>
    public static ImageSet Of(Device device, Tensor images, string name, float low = 0, float high = 1)
    {
        var (values, shape) = (device.Read(images), images.Shape);
        var (size, batch) = (shape[0] * shape[1] * shape[2], shape[3]);
        var pixels = new byte[values.Length];
        for (var i = 0; i < size; i++)
            for (var n = 0; n < batch; n++)
                // The conversion of NaN to byte gives 0.
                pixels[n * size + i] = (byte)Math.Clamp((values[i * batch + n] - low) / (high - low) * 255 + 0.5f, 0, 255);
        return new ImageSet(name, shape[0], shape[1], shape[2], classes: 1, pixels, new byte[batch]);
    }
}
