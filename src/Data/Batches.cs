namespace SparseGen.Data;

/// <summary>
/// The order of the images in training. Every epoch has its own permutation, keyed by (seed, "data order", epoch); images left over at its
/// end are dropped. A batch depends only on its step: two runs of the same seed have the same batches, and resuming or rewinding needs no
/// state.
/// </summary>
public sealed class Batches : IBatchSource
{
    readonly ulong _seed;
    readonly int[] _order;
    readonly int[] _indices;
    long _epoch = -1;

    /// <exception cref="ArgumentException">A batch is empty, or larger than the set.</exception>
    public Batches(ImageSet images, int size, ulong seed)
    {
        if (size < 1 || size > images.Count)
            throw new ArgumentException($"A batch of {size} images cannot be taken from the {images.Count:N0} of {images.Name}.", nameof(size));
        Images = images;
        Size = size;
        _seed = seed;
        _order = new int[images.Count];
        _indices = new int[size];
    }

    public ImageSet Images { get; }

    /// <summary>N</summary>
    public int Size { get; }

    public int StepsPerEpoch => Images.Count / Size;

    /// <summary>The images of a step.</summary>
    /// <param name="step">counted from 0</param>
    /// <param name="indices">(N), overwritten</param>
    public void Indices(long step, Span<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var (epoch, at) = Math.DivRem(step, StepsPerEpoch);
        if (epoch != _epoch)
        {
            Philox.Permutation(RandomStream.For(_seed, "data order", (ulong)epoch), _order);
            _epoch = epoch;
        }
        CheckSize(indices.Length);
        _order.AsSpan((int)at * Size, Size).CopyTo(indices);
    }

    /// <summary>The pixels of a step; 0 becomes low and 255 becomes high.</summary>
    /// <param name="step">counted from 0</param>
    /// <param name="destination">(C, H, W, N), overwritten</param>
    /// <param name="low">usually 0 or −1</param>
    /// <param name="high">usually 1</param>
    public void Fill(long step, Span<float> destination, float low = 0, float high = 1)
    {
        Indices(step, _indices);
        BatchLayout.Fill(Images, _indices, destination, low, high);
    }

    public void Fill(long batch, Span<float> pixels, Span<byte> labels)
    {
        Fill(batch, pixels);
        FillLabels(batch, labels);
    }

    /// <summary>The labels of a step.</summary>
    /// <param name="step">counted from 0</param>
    /// <param name="labels">(N), overwritten</param>
    public void FillLabels(long step, Span<byte> labels)
    {
        CheckSize(labels.Length);
        Indices(step, _indices);
        for (var n = 0; n < labels.Length; n++) labels[n] = Images.Labels[_indices[n]];
    }

    void CheckSize(int length)
    {
        if (length != Size) throw new ArgumentException($"A batch has {Size} images, not {length}.");
    }
}
