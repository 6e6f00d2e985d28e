using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Copies between host and GPU through a ring of page-locked buffers, from which the GPU can copy asynchronously: an upload
/// returns when its bytes are in the ring.
/// </summary>
sealed unsafe class PinnedStaging : IDisposable
{
    const int Pieces = 4;
    const int PieceBytes = 4 << 20;

    readonly CudaAccelerator _accelerator;
    readonly CudaStream _stream;
    readonly nint _memory;
    readonly nint[] _copied = new nint[Pieces];
    int _next;

    public PinnedStaging(CudaAccelerator accelerator, CudaStream stream)
    {
        _accelerator = accelerator;
        _stream = stream;
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.AllocateHostMemory(out _memory, Pieces * PieceBytes));
        foreach (ref var copied in _copied.AsSpan())
            CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.CreateEvent(out copied, CudaEventFlags.CU_EVENT_DISABLE_TIMING));
    }

    public void Upload(ReadOnlySpan<byte> source, nint target)
    {
        _accelerator.Bind();
        for (; !source.IsEmpty; target += PieceBytes)
        {
            var count = Math.Min(PieceBytes, source.Length);
            var piece = Claim();
            source[..count].CopyTo(new Span<byte>((void*)piece, count));
            Copy(target, piece, count);
            Finish();
            source = source[count..];
        }
    }

    /// <summary>Copies a block to the host, after everything queued before.</summary>
    public void Download(nint source, Span<byte> target)
    {
        _accelerator.Bind();
        for (; !target.IsEmpty; source += PieceBytes)
        {
            var count = Math.Min(PieceBytes, target.Length);
            var piece = Claim();
            Copy(piece, source, count);
            _stream.Synchronize();
            new ReadOnlySpan<byte>((void*)piece, count).CopyTo(target);
            target = target[count..];
        }
    }

    public void Dispose()
    {
        _accelerator.Bind();
        _stream.Synchronize();
        foreach (var copied in _copied) CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.DestroyEvent(copied));
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.FreeHostMemory(_memory));
    }

    /// <summary>The next buffer of the ring, once its previous upload is complete.</summary>
    nint Claim()
    {
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.SynchronizeEvent(_copied[_next]));
        return _memory + _next * PieceBytes;
    }

    void Copy(nint target, nint source, int count) => CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.MemcpyAsync(target, source, count, _stream));

    void Finish()
    {
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.RecordEvent(_copied[_next], _stream.StreamPtr));
        _next = (_next + 1) % Pieces;
    }
}
