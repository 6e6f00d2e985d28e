using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>The conversion of bytes to the network's input. The FIDs of the two conventions differ by about 1.</summary>
public enum Preprocessing
{
    /// <summary>That of the original FID: TensorFlow 1's bilinear resize, (x − 128)/128.</summary>
    TensorFlow,

    /// <summary>That of pytorch-fid: half-pixel bilinear resize, 2x/255 − 1.</summary>
    PyTorch,
}

/// <summary>Converts images of any size to (3, 299, 299, N).</summary>
sealed class InceptionInput(Preprocessing preprocessing)
{
    const int Channels = 3;
    const int Size = InceptionArchitecture.ImageSize;

    BilinearResize? _resize;
    (int Height, int Width) _from;
    float[] _source = [];

    /// <param name="images">with 1 or 3 channels; grey is repeated</param>
    /// <param name="count">N</param>
    /// <param name="x">(3, 299, 299, N), overwritten</param>
    public void Fill(ImageSet images, int start, int count, Span<float> x)
    {
        var from = (images.Height, images.Width);
        if (_resize is null || _from != from)
            (_resize, _from) = (new BilinearResize(from, (Size, Size), preprocessing == Preprocessing.PyTorch ? PixelCentres.Half : PixelCentres.Corner), from);
        var needed = images.ImageSize * count;
        if (_source.Length < needed) _source = new float[needed];
        var source = _source.AsSpan(0, needed);
        // The scaling is affine and so commutes with interpolation: it is applied before resizing, to fewer pixels.
        BatchLayout.Fill(images, start, count, source, low: -1, high: preprocessing == Preprocessing.PyTorch ? 1 : 127 / 128f);
        var (plane, target) = (images.Height * images.Width * count, Size * Size * count);
        for (var c = 0; c < Channels; c++)
            _resize.Run(source.Slice(c % images.Channels * plane, plane), count, x.Slice(c * target, target));
    }
}
