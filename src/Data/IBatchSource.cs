namespace SparseGen.Data;

/// <summary>The images and labels of training steps, by number. A batch depends on its number alone, so that a training can resume or rewind at any step.</summary>
public interface IBatchSource
{
    /// <summary>The set that the batches are taken from.</summary>
    ImageSet Images { get; }

    /// <summary>N</summary>
    int Size { get; }

    /// <summary>Whole batches in the set.</summary>
    int StepsPerEpoch { get; }

    /// <summary>One batch.</summary>
    /// <param name="batch">its number, counted from 0</param>
    /// <param name="pixels">(C, H, W, N), values in [0, 1]; overwritten</param>
    /// <param name="labels">(N); overwritten</param>
    void Fill(long batch, Span<float> pixels, Span<byte> labels);
}
