using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// A weight that is trained: dense, or the survivors of a <see cref="Kernels.Pattern"/> and nothing else. Its gradient and
/// the optimizer's state have its stored length. Outlives scopes; its owner disposes it.
/// </summary>
public sealed class Parameter : IDisposable
{
    readonly List<Companion> _companions = [];

    /// <summary>A dense parameter of undefined contents.</summary>
    /// <param name="device">where it is stored</param>
    /// <param name="shape">the dense shape</param>
    /// <param name="prunable">whether masks apply to it: convolution, transposed convolution and linear weights</param>
    public Parameter(Device device, in Shape shape, bool prunable = false)
    {
        Device = device;
        Shape = shape;
        Prunable = prunable;
        Value = new Variable(device, device.AllocateOwned(shape), requiresGradient: true) { Parameter = this };
    }

    public Device Device { get; }

    /// <summary>"decoder.2.weight"; given by the model it belongs to.</summary>
    public string Path { get; set; } = "";

    /// <summary>The shape of the dense weight, masked or not.</summary>
    public Shape Shape { get; }

    public bool Prunable { get; }

    /// <summary>
    /// Dense of <see cref="Shape"/>, or (Pattern.Count) survivors. Replaced by <see cref="Apply"/>, written in place by
    /// optimizers: take the gradients of everything computed from it before its optimizer steps.
    /// </summary>
    public Variable Value { get; private set; }

    /// <summary>Which entries survive; null if dense.</summary>
    public Pattern? Pattern { get; private set; }

    /// <summary>The number of entries that are stored and trained.</summary>
    public long Count => Value.Value.Count;

    /// <summary>The optimizer's state, an entry for each stored one of the value.</summary>
    public IReadOnlyList<Companion> Companions => _companions;

    /// <summary>Adds a tensor of zeros that follows this parameter's storage.</summary>
    public Companion Follow(string name)
    {
        var tensor = Device.AllocateOwned(Value.Shape);
        Device.Kernels.Fill(tensor, 0);
        var companion = new Companion(name, tensor);
        _companions.Add(companion);
        return companion;
    }

    /// <summary>
    /// Keeps only the survivors of a pattern, of the value and of its companions; null makes them dense again, with zeros
    /// where nothing was stored. One with the same survivors changes nothing, so that what was compiled is kept.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern has another shape.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not prunable.</exception>
    public void Apply(Pattern? pattern)
    {
        // An equal pattern changes nothing, and what devices compiled from this one stays.
        if (pattern == Pattern || (pattern is not null && Pattern is not null && pattern.HasSurvivorsOf(Pattern))) return;
        if (pattern is not null)
        {
            if (!Prunable) throw new InvalidOperationException($"{Path} {Shape} is not prunable.");
            if (pattern.Shape != Shape) throw new ArgumentException($"A mask of shape {pattern.Shape} does not fit {Path} {Shape}.");
        }
        Value = new Variable(Device, Repack(Value.Value, pattern), requiresGradient: true) { Parameter = this };
        foreach (var companion in _companions) companion.Tensor = Repack(companion.Tensor, pattern);
        Pattern = pattern;
    }

    /// <summary>A tensor of the stored length, such as the value or its gradient, in the dense shape: in the innermost scope, or itself if dense.</summary>
    public Tensor Dense(Tensor stored)
    {
        if (Pattern is null) return stored;
        var dense = Device.Allocate(Shape);
        Device.Kernels.Scatter(Pattern, stored, dense);
        return dense;
    }

    /// <summary>Overwrites a tensor of the stored length with a dense one's entries.</summary>
    public void Store(Tensor dense, Tensor stored) => Store(dense, stored, Pattern);

    public void Dispose()
    {
        Value.Value.Dispose();
        foreach (var companion in _companions) companion.Tensor.Dispose();
    }

    /// <summary>The same entries stored for another pattern; releases the old tensor.</summary>
    Tensor Repack(Tensor stored, Pattern? pattern)
    {
        using var scope = Device.OpenScope();
        var dense = Dense(stored);
        var result = Device.AllocateOwned(pattern is null ? Shape : new Shape(pattern.Count));
        Store(dense, result, pattern);
        stored.Dispose();
        return result;
    }

    void Store(Tensor dense, Tensor stored, Pattern? pattern)
    {
        if (pattern is null) Device.Kernels.Copy(dense, stored);
        else Device.Kernels.Gather(pattern, dense, stored);
    }
}

/// <summary>A tensor that is stored as its parameter is: a moment of Adam, a velocity.</summary>
public sealed class Companion
{
    internal Companion(string name, Tensor tensor)
    {
        Name = name;
        Tensor = tensor;
    }

    /// <summary>"adam.m"</summary>
    public string Name { get; }

    /// <summary>Of the parameter's stored length; replaced when a mask is applied.</summary>
    public Tensor Tensor { get; internal set; }
}
