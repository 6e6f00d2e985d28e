namespace SparseGen;

/// <summary>
/// A tensor whose numbers come from the host again and again, as a batch's do. Any thread may write them and send them off
/// while the device computes with other tensors.
/// </summary>
public abstract class Inlet(Tensor tensor) : IDisposable
{
    /// <summary>Where the tensor's bytes are written; not between <see cref="Send"/> and <see cref="Receive"/>.</summary>
    public abstract Span<byte> Bytes { get; }

    /// <summary>Where the bytes go. Belongs to the inlet.</summary>
    protected Tensor Target => tensor;

    /// <summary>Begins to copy the bytes. Nothing that the device still has to do may read the tensor.</summary>
    public abstract void Send();

    /// <summary>The tensor with the bytes that were sent. On the device's own thread.</summary>
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
