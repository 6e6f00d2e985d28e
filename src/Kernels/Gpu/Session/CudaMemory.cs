using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Memory of an NVIDIA GPU. Uploads return as soon as the bytes are staged; copies and kernels are executed in the order of the
/// stream.
/// </summary>
sealed class CudaMemory(IlgpuSession session) : GpuMemory(session)
{
    const double Mebibyte = 1 << 20;

    readonly CudaAccelerator _accelerator = (CudaAccelerator)session.Accelerator;
    readonly PinnedStaging _staging = new((CudaAccelerator)session.Accelerator, (CudaStream)session.Stream);

    public override void Upload(ReadOnlySpan<byte> source, Tensor target) => _staging.Upload(source, target.Address);

    public override Inlet OpenInlet(in Shape shape, DType type)
    {
        var tensor = AllocateOwned(shape, type);

        // The block may be that of a released tensor which queued kernels still use.
        Synchronize();
        return new CudaInlet(_accelerator, tensor);
    }

    public override void Download(Tensor source, Span<byte> target) => _staging.Download(source.Address, target);

    public override void Dispose()
    {
        if (!IsClosed) _staging.Dispose();
        base.Dispose();
    }

    /// <exception cref="DeviceException">Too little memory is free.</exception>
    protected override nint AllocateBlock(long bytes)
    {
        _accelerator.Bind();
        var result = CudaAPI.CurrentAPI.AllocateMemory(out var address, (nint)bytes);
        if (result == CudaError.CUDA_ERROR_OUT_OF_MEMORY)
        {
            // The unused blocks of the pool may have other sizes: free them and try again.
            Session.Synchronize();
            Trim();
            result = CudaAPI.CurrentAPI.AllocateMemory(out address, (nint)bytes);
        }
        if (result == CudaError.CUDA_ERROR_OUT_OF_MEMORY)
            throw new DeviceException(
                $"Too little memory on {_accelerator.Name}: {bytes / Mebibyte:F0} MiB were asked for, {_accelerator.GetFreeMemory() / Mebibyte:F0} of {_accelerator.MemorySize / Mebibyte:F0} MiB are free, and {BytesInUse / Mebibyte:F0} MiB are in use here; a smaller batch needs less.");
        CudaException.ThrowIfFailed(result);
        return address;
    }

    protected override void FreeBlock(nint address, long bytes)
    {
        // Closing the session has freed all memory.
        if (IsClosed) return;
        _accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.FreeMemory(address));
    }
}
