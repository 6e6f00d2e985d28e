using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// A trainable weight, stored dense or, with a <see cref="Kernels.Pattern"/>, as the vector of its surviving entries. Its
/// gradient and the optimizer's state have the stored length. It belongs to no scope; its owner disposes it.
/// </summary>
public sealed class Parameter : IDisposable
{
    readonly List<Companion> _companions = [];

    /// <summary>A dense parameter with undefined contents.</summary>
    /// <param name="shape">the dense shape</param>
    /// <param name="prunable">whether masks apply to it: convolution, transposed convolution and linear weights</param>
    public Parameter(Device device, in Shape shape, bool prunable = false)
    {
        Device = device;
        FullShape = Shape = shape;
        Prunable = prunable;
        Value = new Variable(device, device.AllocateOwned(shape), requiresGradient: true) { Parameter = this };
    }

    public Device Device { get; }

    /// <summary>The name within the model, "decoder.2.weight"; set by the model.</summary>
    public string Path { get; set; } = "";

    /// <summary>The shape of the dense weight, masked or not.</summary>
    public Shape Shape { get; private set; }

    /// <summary>The shape that the parameter was made with, before channels were removed.</summary>
    public Shape FullShape { get; }

    public bool Prunable { get; }

    /// <summary>
    /// Of shape <see cref="Shape"/> if dense, (Pattern.Count) if masked. Replaced by <see cref="Apply"/>; updated in place by
    /// optimizers, so that gradients of everything computed from it have to be taken before the optimizer's step.
    /// </summary>
    public Variable Value { get; private set; }

    /// <summary>Which entries survive; null if dense.</summary>
    public Pattern? Pattern { get; private set; }

    /// <summary>The number of entries that are stored and trained.</summary>
    public long Count => Value.Value.Count;

    /// <summary>The optimizer's state: tensors with one element per stored entry of the value.</summary>
    public IReadOnlyList<Companion> Companions => _companions;

    /// <summary>
    /// Adds a state tensor of the stored length, filled with zeros, which is repacked together with the value when a mask is
    /// applied.
    /// </summary>
    public Companion Follow(string name)
    {
        var tensor = Device.AllocateOwned(Value.Shape);
        Device.Kernels.Fill(tensor, 0);
        var companion = new Companion(name, tensor);
        _companions.Add(companion);
        return companion;
    }

    /// <summary>
    /// Keeps only the surviving entries of the value and of its companions. Null makes them dense again, with zeros for entries
    /// that were not stored. A pattern with the same survivors as the present one is ignored, so that plans compiled from that
    /// one stay in use.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern has another shape.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not prunable.</exception>
    public void Apply(Pattern? pattern)
    {
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

    /// <summary>Keeps some entries along an axis, of the value, its mask and its companions.</summary>
    /// <param name="axis">of the dense shape</param>
    /// <param name="indices">that are kept, ascending</param>
    /// <exception cref="ArgumentException">The indices are none, not ascending, or outside of the axis.</exception>
    public void Keep(int axis, ReadOnlySpan<int> indices)
    {
        var (shape, pattern) = (AxisSelection.Of(Shape, axis, indices), Pattern);
        Apply(null);
        var kept = pattern is null ? null : AxisSelection.Of<byte>(pattern.ToMask(), Shape, axis, indices);
        Value = new Variable(Device, AxisSelection.Replace(Device, Value.Value, axis, indices), requiresGradient: true) { Parameter = this };
        foreach (var companion in _companions) companion.Tensor = AxisSelection.Replace(Device, companion.Tensor, axis, indices);
        Shape = shape;
        if (kept is not null) Apply(new Pattern(shape, kept));
    }

    /// <summary>Makes the parameter dense, of another shape and with undefined contents; its companions become 0.</summary>
    /// <param name="shape">of the same rank as <see cref="FullShape"/> and nowhere larger; nothing happens if it is the present one</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public void Resize(in Shape shape)
    {
        if (shape == Shape) return;
        if (!shape.FitsIn(FullShape)) throw new ArgumentException($"{Path} {FullShape} cannot have the shape {shape}.");
        Apply(null);
        Value.Value.Dispose();
        Value = new Variable(Device, Device.AllocateOwned(shape), requiresGradient: true) { Parameter = this };
        foreach (var companion in _companions)
        {
            companion.Tensor.Dispose();
            companion.Tensor = Device.AllocateOwned(shape);
            Device.Kernels.Fill(companion.Tensor, 0);
        }
        Shape = shape;
    }

    /// <summary>
    /// Scatters a tensor of the stored length (the value, its gradient) into the dense shape, in the innermost scope. Returns
    /// the tensor itself if the parameter is dense.
    /// </summary>
    public Tensor Dense(Tensor stored)
    {
        if (Pattern is null) return stored;
        var dense = Device.Allocate(Shape);
        Device.Kernels.Scatter(Pattern, stored, dense);
        return dense;
    }

    /// <summary>Overwrites a tensor of the stored length with the corresponding entries of a dense one.</summary>
    public void Store(Tensor dense, Tensor stored) => Store(dense, stored, Pattern);

    public void Dispose()
    {
        Value.Value.Dispose();
        foreach (var companion in _companions) companion.Tensor.Dispose();
    }

    /// <summary>The same entries stored for another pattern. Disposes the old tensor.</summary>
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

/// <summary>A state tensor that is stored like its parameter: a moment of Adam, a velocity.</summary>
public sealed class Companion
{
    internal Companion(string name, Tensor tensor)
    {
        Name = name;
        Tensor = tensor;
    }

    /// <summary>Optimizer and state: "adam.m".</summary>
    public string Name { get; }

    /// <summary>Of the parameter's stored length. Replaced when a mask is applied.</summary>
    public Tensor Tensor { get; internal set; }
}
