using System.Runtime.InteropServices;
using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Scratch memory of kernels. Each piece grows to the largest size requested, and is reused by later kernels in the order of
/// the stream.
/// </summary>
sealed class GpuScratch(GpuMemory memory) : IDisposable
{
    /// <summary>The purpose of a piece. Pieces that are needed at the same time have different names.</summary>
    public enum Piece
    {
        /// <summary>Partial sums.</summary>
        Parts,

        /// <summary>The coefficients of each channel's normalisation.</summary>
        Channels,

        /// <summary>Weights in the order of a product.</summary>
        Weights,

        /// <summary>A masked weight in dense form.</summary>
        Dense,

        /// <summary>The source of a product with a padded batch.</summary>
        Source,

        /// <summary>The target of a product with a padded batch.</summary>
        Target,

        /// <summary>The parameters of an optimizer.</summary>
        Slots,
    }

    readonly Tensor?[] _pieces = new Tensor?[Enum.GetValues<Piece>().Length];

    /// <summary>Memory with undefined contents, valid until the same piece is borrowed again.</summary>
    public ArrayView<T> Borrow<T>(Piece piece, long count) where T : unmanaged =>
        memory.Session.View<T>(Reserve(piece, Math.Max(1, count) * Interop.SizeOf<T>()).Address, count);

    /// <inheritdoc cref="Borrow{T}"/>
    public TElements Elements<TElements>(Piece piece, long count) where TElements : struct, IElements<TElements> =>
        TElements.Of(memory.Session, Reserve(piece, Math.Max(1, count) * TElements.Bytes).Address, count);

    /// <summary>Memory with values from the host, valid until the same piece is borrowed again.</summary>
    public ArrayView<T> Upload<T>(Piece piece, ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        memory.Upload(bytes, Reserve(piece, bytes.Length));
        return Borrow<T>(piece, values.Length);
    }

    public void Dispose()
    {
        foreach (var tensor in _pieces) tensor?.Dispose();
    }

    Tensor Reserve(Piece piece, long bytes)
    {
        ref var tensor = ref _pieces[(int)piece];
        if (tensor is null || tensor.Count < bytes)
        {
            tensor?.Dispose();
            tensor = memory.AllocateOwned(new Shape(checked((int)((bytes + Granule - 1) / Granule)), Granule), DType.UInt8);
        }
        return tensor;
    }

    /// <summary>Sizes are multiples of this number of bytes, which is the second dimension of the allocated shape.</summary>
    const int Granule = 256;
}
