namespace SparseGen.Data;

/// <summary>Labelled images of one size, as bytes.</summary>
public sealed class ImageSet
{
    readonly ReadOnlyMemory<byte> _pixels;
    readonly ReadOnlyMemory<byte> _labels;

    /// <param name="name">"mnist train"</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue)</param>
    /// <param name="classes">labels are 0 … classes − 1</param>
    /// <param name="pixels">(count, channels, height, width)</param>
    /// <param name="labels">(count)</param>
    /// <exception cref="ArgumentException">The sizes do not fit together, or a label is too large.</exception>
    public ImageSet(string name, int channels, int height, int width, int classes, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (channels < 1 || height < 1 || width < 1) throw new ArgumentException($"Images of ({channels}, {height}, {width}) are empty.");
        if (pixels.Length != (long)labels.Length * channels * height * width)
            throw new ArgumentException($"{labels.Length} images of ({channels}, {height}, {width}) need {(long)labels.Length * channels * height * width:N0} bytes, not {pixels.Length:N0}.", nameof(pixels));
        foreach (var label in labels.Span)
            if (label >= classes) throw new ArgumentException($"Label {label} is not one of {classes} classes.", nameof(labels));
        Name = name;
        Channels = channels;
        Height = height;
        Width = width;
        Classes = classes;
        _pixels = pixels;
        _labels = labels;
    }

    public string Name { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int Classes { get; }

    /// <summary>The number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>The number of bytes of one image.</summary>
    public int ImageSize => Channels * Height * Width;

    /// <summary>(count, channels, height, width)</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.Span;

    /// <summary>(count), each 0 … <see cref="Classes"/> − 1</summary>
    public ReadOnlySpan<byte> Labels => _labels.Span;

    /// <summary>(channels, height, width)</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Slice(index * ImageSize, ImageSize);

    /// <summary>Images [start, start + count), without copying them.</summary>
    public ImageSet Slice(int start, int count) =>
        new(Name, Channels, Height, Width, Classes, _pixels.Slice(start * ImageSize, count * ImageSize), _labels.Slice(start, count));

    /// <summary>The images of several sets of one size, in order, under the name of the first set.</summary>
    /// <exception cref="ArgumentException">There are no sets, or their image sizes differ.</exception>
    public static ImageSet Concatenate(IReadOnlyList<ImageSet> sets)
    {
        if (sets.Select(set => (set.Channels, set.Height, set.Width)).Distinct().Count() != 1) throw new ArgumentException("Sets of images are put together if they are of one size.");
        var (pixels, labels) = (new List<byte>(), new List<byte>());
        foreach (var set in sets)
        {
            pixels.AddRange(set.Pixels);
            labels.AddRange(set.Labels);
        }
        return new ImageSet(sets[0].Name, sets[0].Channels, sets[0].Height, sets[0].Width, sets.Max(set => set.Classes), pixels.ToArray(), labels.ToArray());
    }

    /// <summary>The images padded with zeros on all sides to height × width, centred.</summary>
    /// <exception cref="ArgumentException">The images are larger than that.</exception>
    public ImageSet Pad(int height, int width)
    {
        if (height < Height || width < Width) throw new ArgumentException($"Images of {Height}×{Width} do not fit into {height}×{width}.");
        var pixels = new byte[(long)Count * Channels * height * width];
        var (top, left) = ((height - Height) / 2, (width - Width) / 2);
        for (var row = 0; row < Count * Channels * Height; row++)
        {
            var (map, y) = Math.DivRem(row, Height);
            Pixels.Slice(row * Width, Width).CopyTo(pixels.AsSpan((map * height + top + y) * width + left));
        }
        return new ImageSet(Name, Channels, height, width, Classes, pixels, _labels);
    }

    /// <summary>The central height × width pixels of every image: the inverse of <see cref="Pad"/>. The set itself if it has that size.</summary>
    /// <exception cref="ArgumentException">The images are smaller than that.</exception>
    public ImageSet Crop(int height, int width)
    {
        if ((height, width) == (Height, Width)) return this;
        if (height > Height || width > Width) throw new ArgumentException($"Images of {Height}×{Width} have no middle of {height}×{width}.");
        var pixels = new byte[(long)Count * Channels * height * width];
        var (top, left) = ((Height - height) / 2, (Width - width) / 2);
        for (var row = 0; row < Count * Channels * height; row++)
        {
            var (map, y) = Math.DivRem(row, height);
            Pixels.Slice((map * Height + top + y) * Width + left, width).CopyTo(pixels.AsSpan(row * width));
        }
        return new ImageSet(Name, Channels, height, width, Classes, pixels, _labels);
    }

    public override string ToString() => $"{Name}: {Count:N0} images of ({Channels}, {Height}, {Width}) in {Classes} classes";
}
