namespace SparseGen.Data;

/// <summary>Arranges images of one size in a grid, row by row, separated and surrounded by <see cref="Gap"/> grey pixels.</summary>
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

    /// <summary>A grid of the first <paramref name="count"/> images of a set, <paramref name="columns"/> in a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the set has fewer images.</exception>
    public static Picture Of(ImageSet images, int count, int columns)
    {
        var grid = new ImageGrid(count, images.Channels, images.Height, images.Width, columns);
        for (var i = 0; i < count; i++) grid.Place(i, images.Image(i));
        return grid._picture;
    }

    /// <summary>A grid whose rows are taken alternately from two sets, so that image i of the second is directly below image i of the first.</summary>
    /// <param name="above">images of the first, third, … row</param>
    /// <param name="below">images of the second, fourth, … row: as many as above, and of the same size</param>
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

    /// <summary>A grid of a batch of network values. Values outside [low, high] are clamped.</summary>
    /// <param name="batch">(C, H, W, N)</param>
    /// <param name="shape">(C, H, W, N)</param>
    /// <param name="columns">images in a row of the grid</param>
    /// <param name="low">value that becomes 0: 0 or −1, usually</param>
    /// <param name="high">value that becomes 255: 1, usually</param>
    /// <exception cref="ArgumentException">The shape has not four axes, or the batch has another number of elements.</exception>
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

    /// <param name="index">position in the grid, counted row by row</param>
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
