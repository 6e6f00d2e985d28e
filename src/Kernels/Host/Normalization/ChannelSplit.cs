namespace SparseGen.Kernels.Host;

/// <summary>How the channels of a normalisation are shared out; by shape alone.</summary>
static class ChannelSplit
{
    /// <summary>Elements of a piece of a long channel.</summary>
    public const int Piece = 32 * 1024;

    /// <summary>Elements that stay in a core's second-level cache between two readings.</summary>
    const int Cached = 128 * 1024;

    /// <summary>Channels that keep a team busy when each is a single task.</summary>
    const int Many = 16;

    /// <summary>Whether a channel is one task from its statistics to its result.</summary>
    /// <param name="channels">C</param><param name="length">elements of a channel</param>
    /// <param name="tensors">tensors that are read twice</param>
    public static bool KeepsWhole(int channels, long length, int tensors) =>
        length <= Piece || (channels >= Many && length * tensors <= Cached);

    /// <summary>Whole channels, short ones gathered.</summary>
    public static Grid Whole(int channels, long length) => new(channels, length, Math.Max(length, Piece));

    /// <summary>Channels in pieces.</summary>
    public static Grid Pieces(int channels, long length) => new(channels, length, Piece);
}
