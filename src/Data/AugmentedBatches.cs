namespace SparseGen.Data;

/// <summary>Batches whose images are shifted and mirrored, each time by new random numbers, keyed by (seed, "augmentation", batch).</summary>
/// <param name="batches">the order of the images</param>
/// <param name="augmentation">applied to each image</param>
/// <param name="seed">seed of the shifts and mirroring</param>
public sealed class AugmentedBatches(Batches batches, Augmentation augmentation, ulong seed) : IBatchSource
{
    readonly int[] _indices = new int[batches.Size];

    public ImageSet Images => batches.Images;

    public int Size => batches.Size;

    public int StepsPerEpoch => batches.StepsPerEpoch;

    public void Fill(long batch, Span<float> pixels, Span<byte> labels)
    {
        batches.Indices(batch, _indices);
        augmentation.Fill(Images, _indices, RandomStream.For(seed, "augmentation", (ulong)batch), pixels);
        batches.FillLabels(batch, labels);
    }
}
