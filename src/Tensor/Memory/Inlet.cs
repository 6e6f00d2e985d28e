namespace SparseGen;

/// <summary>
/// A tensor that is repeatedly filled from the host, such as a batch. Any thread may write and send the numbers while the
/// device computes with other tensors.
/// </summary>
public abstract class Inlet(Tensor tensor) : IDisposable
{
    /// <summary>The host's buffer for the tensor's bytes. Must not be accessed between <see cref="Send"/> and <see cref="Receive"/>.</summary>
    public abstract Span<byte> Bytes { get; }

    /// <summary>The tensor that receives the bytes, owned by the inlet.</summary>
    protected Tensor Target => tensor;

    /// <summary>Starts to copy the bytes to the device. No queued work may read the tensor.</summary>
    public abstract void Send();

    /// <summary>Waits for the copy and returns the tensor. Called on the thread that uses the device.</summary>
    public abstract Tensor Receive();

    public virtual void Dispose() => tensor.Dispose();
}

/// <summary>An inlet that copies when the tensor is received.</summary>
sealed class PlainInlet(Tensor tensor) : Inlet(tensor)
{
    readonly byte[] _bytes = new byte[tensor.Count * tensor.DType.Size()];

    public override Span<byte> Bytes => _bytes;

    public override void Send()
    {
    }

    public override Tensor Receive()
    {
        Target.Memory.Upload(_bytes, Target);
        return Target;
    }
}
