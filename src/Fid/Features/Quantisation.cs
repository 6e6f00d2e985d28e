using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>Makes bytes of generated images, as if they had been saved and loaded: metrics are defined on such.</summary>
public static class Quantisation
{
    /// <param name="device">where the images are</param>
    /// <param name="images">(C, H, W, N)</param>
    /// <param name="name">what to call them</param>
    /// <param name="low">what becomes 0</param><param name="high">what becomes 255; beyond both is clamped</param>
    public static ImageSet Of(Device device, Tensor images, string name, float low = 0, float high = 1)
    {
        var (values, shape) = (device.Read(images), images.Shape);
        var (size, batch) = (shape[0] * shape[1] * shape[2], shape[3]);
        var pixels = new byte[values.Length];
        for (var i = 0; i < size; i++)
            for (var n = 0; n < batch; n++)
                // A value that is no number becomes 0.
                pixels[n * size + i] = (byte)Math.Clamp((values[i * batch + n] - low) / (high - low) * 255 + 0.5f, 0, 255);
        return new ImageSet(name, shape[0], shape[1], shape[2], classes: 1, pixels, new byte[batch]);
    }
}
