namespace SparseGen;

/// <summary>Owns the tensors that are allocated while it is the innermost open scope, and releases them when it is disposed.</summary>
/// <example><code>using var scope = memory.OpenScope();   // releases all tensors of a training step at its end</code></example>
public sealed class Scope : IDisposable
{
    readonly DeviceMemory _memory;
    readonly List<Tensor> _tensors = [];

    internal Scope(DeviceMemory memory) => _memory = memory;

    internal Scope? Parent { get; set; }

    /// <summary>Lets a tensor outlive this scope: it then belongs to the enclosing scope, or to the caller if there is none.</summary>
    public Tensor Keep(Tensor tensor)
    {
        var root = tensor.Root;
        if (root.Scope == this)
        {
            root.Scope = null;
            Parent?.Adopt(root);
        }
        return tensor;
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
            if (tensor.Scope == this)
            {
                tensor.Scope = null;
                tensor.Dispose();
            }
        _tensors.Clear();
        _memory.Close(this);
    }

    internal void Adopt(Tensor root)
    {
        root.Scope = this;
        _tensors.Add(root);
    }
}
