namespace SparseGen.Kernels.Host;

/// <summary>How the channels of a normalisation are divided into tasks. A function of the shape only.</summary>
static class ChannelSplit
{
    /// <summary>Elements per piece of a long channel.</summary>
    public const int Piece = 32 * 1024;

    /// <summary>Elements that stay in a core's second-level cache between two reads.</summary>
    const int CachedElements = 128 * 1024;

    /// <summary>The number of channels from which one task per channel occupies all threads.</summary>
    const int ManyChannels = 16;

    /// <summary>Whether one task computes a channel from its statistics to its result.</summary>
    /// <param name="length">elements per channel</param>
    /// <param name="tensors">number of tensors that are read twice</param>
    public static bool KeepsWhole(int channels, long length, int tensors) =>
        length <= Piece || (channels >= ManyChannels && length * tensors <= CachedElements);

    /// <summary>Tasks of whole channels, several short ones to a task.</summary>
    public static Grid Whole(int channels, long length) => new(channels, length, Math.Max(length, Piece));

    /// <summary>Tasks of one piece of a channel.</summary>
    public static Grid Pieces(int channels, long length) => new(channels, length, Piece);
}
