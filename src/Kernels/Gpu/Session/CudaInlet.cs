using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>An inlet of page-locked memory with its own stream, so that copies and kernels overlap.</summary>
sealed unsafe class CudaInlet : Inlet
{
    readonly CudaAccelerator _accelerator;
    readonly CudaStream _stream;
    readonly nint _memory;
    readonly int _bytes;

    /// <param name="accelerator">the device in whose memory the tensor is</param>
    /// <param name="tensor">owned by the inlet from now on; no queued kernel may use it</param>
    public CudaInlet(CudaAccelerator accelerator, Tensor tensor) : base(tensor)
    {
        _accelerator = accelerator;
        _bytes = checked((int)(tensor.Count * tensor.DType.Size()));
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.AllocateHostMemory(out _memory, Math.Max(1, _bytes)));
        _stream = (CudaStream)accelerator.CreateStream();
    }

    public override Span<byte> Bytes => new((void*)_memory, _bytes);

    public override void Send()
    {
        _accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.MemcpyAsync(Target.Address, _memory, _bytes, _stream));
    }

    public override Tensor Receive()
    {
        _stream.Synchronize();
        return Target;
    }

    public override void Dispose()
    {
        _stream.Synchronize();
        _stream.Dispose();
        _accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.FreeHostMemory(_memory));
        base.Dispose();
    }
}
