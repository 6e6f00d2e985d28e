namespace SparseGen.Data;

/// <summary>Tiles images of one size, row by row, with a gap of background between them and around.</summary>
public sealed class ImageGrid
{
    /// <summary>Pixels between two images.</summary>
    public const int Gap = 2;

    const byte Background = 128;

    readonly int _channels, _height, _width, _columns;
    readonly Picture _picture;

    ImageGrid(int count, int channels, int height, int width, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        (_channels, _height, _width, _columns) = (channels, height, width, columns);
        var rows = (count + columns - 1) / columns;
        var (totalHeight, totalWidth) = (Gap + rows * (height + Gap), Gap + columns * (width + Gap));
        _picture = new Picture(totalHeight, totalWidth, channels, new byte[totalHeight * totalWidth * channels]);
        Array.Fill(_picture.Pixels, Background);
    }

    /// <summary>The first images of a set.</summary>
    public static Picture Of(ImageSet images, int count, int columns)
    {
        var grid = new ImageGrid(count, images.Channels, images.Height, images.Width, columns);
        for (var i = 0; i < count; i++) grid.Place(i, images.Image(i));
        return grid._picture;
    }

    /// <summary>The images of one set, and under each of them that of another: a row of the first, a row of the second, and so on.</summary>
    /// <param name="above">as many as below, of one size</param><param name="below">under them</param>
    /// <param name="columns">images in a row of the grid</param>
    public static Picture Pairs(ImageSet above, ImageSet below, int columns)
    {
        columns = Math.Min(columns, above.Count);
        var blocks = (above.Count + columns - 1) / columns;
        var grid = new ImageGrid(2 * blocks * columns, above.Channels, above.Height, above.Width, columns);
        for (var i = 0; i < above.Count; i++)
        {
            var place = i / columns * 2 * columns + i % columns;
            grid.Place(place, above.Image(i));
            grid.Place(place + columns, below.Image(i));
        }
        return grid._picture;
    }

    /// <summary>A batch as networks make it; low becomes black, high white, and what lies beyond is clamped.</summary>
    /// <param name="batch">(C, H, W, N)</param>
    /// <param name="shape">(C, H, W, N)</param>
    /// <param name="columns">images in a row of the grid</param>
    /// <param name="low">0 or −1 as a rule</param><param name="high">1 as a rule</param>
    public static Picture Of(ReadOnlySpan<float> batch, in Shape shape, int columns, float low = 0, float high = 1)
    {
        if (shape.Rank != 4 || batch.Length != shape.Count) throw new ArgumentException($"A batch of images is (C, H, W, N), not {batch.Length:N0} numbers of shape {shape}.");
        var (count, size) = (shape[3], shape[0] * shape[1] * shape[2]);
        var grid = new ImageGrid(count, shape[0], shape[1], shape[2], columns);
        var image = new byte[size];
        for (var n = 0; n < count; n++)
        {
            for (var i = 0; i < size; i++) image[i] = (byte)Math.Clamp((batch[i * count + n] - low) / (high - low) * 255 + 0.5f, 0, 255);
            grid.Place(n, image);
        }
        return grid._picture;
    }

    /// <param name="index">where in the grid</param>
    /// <param name="image">(C, H, W)</param>
    void Place(int index, ReadOnlySpan<byte> image)
    {
        var top = Gap + index / _columns * (_height + Gap);
        var left = Gap + index % _columns * (_width + Gap);
        for (var channel = 0; channel < _channels; channel++)
            for (var y = 0; y < _height; y++)
                for (var x = 0; x < _width; x++)
                    _picture.Pixels[((top + y) * _picture.Width + left + x) * _channels + channel] = image[(channel * _height + y) * _width + x];
    }
}
