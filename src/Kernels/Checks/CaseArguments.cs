using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Checks;

/// <summary>
/// The tensors of one case on one device, in the innermost open scope. Inputs hold numbers that are a function of the names of
/// case and tensor, and must not be changed; outputs are filled with NaN before the call. Guard elements around each tensor
/// reveal writes outside of it.
/// </summary>
public sealed class CaseArguments
{
    /// <summary>Guard elements before and after each tensor: one vector of 16 floats.</summary>
    const int Guard = 16;

    const float GuardValue = 12288;

    readonly Device _device;
    readonly string _name;
    readonly int _guardBefore;
    readonly DType _format;
    readonly List<(string Name, Tensor Guarded, float[] Values)> _inputs = [];
    readonly List<(Tensor Tensor, Tensor Guarded)> _outputs = [];

    public CaseArguments(Device device, ContractCase row)
    {
        _device = device;
        _name = row.ToString();
        _guardBefore = row.OffBoundary ? Guard + 1 : Guard;
        _format = row.Format ?? device.DType;
    }

    CaseArguments(CaseArguments activations)
    {
        (_device, _name, _guardBefore, _format) = (activations._device, activations._name, activations._guardBefore, activations._device.DType);
        (_inputs, _outputs) = (activations._inputs, activations._outputs);
    }

    /// <summary>The same arguments in the number format of the device, whatever that of activations is: weights, statistics.</summary>
    public CaseArguments Wide => new(this);

    /// <summary>The number of elements of all arguments.</summary>
    public long Count => _inputs.Sum(input => (long)input.Values.Length) + _outputs.Sum(output => output.Tensor.Count);

    /// <summary>The tensors that are compared between devices, in the order of allocation.</summary>
    public IEnumerable<Tensor> Outputs => _outputs.Select(output => output.Tensor);

    /// <summary>A read-only argument with numbers uniform in [offset − scale, offset + scale).</summary>
    public Tensor Input(string tensor, in Shape shape, double scale = 1, double offset = 0) =>
        Input(tensor, shape, Numbers(tensor, shape, scale, offset));

    /// <summary>A read-only argument with the given numbers.</summary>
    public Tensor Input(string tensor, in Shape shape, float[] values)
    {
        var (input, guarded, all) = Place(shape, values);
        _inputs.Add((tensor, guarded, all));
        return input;
    }

    /// <summary>A read-only weight: dense, or the survivors of the mask that the storage draws.</summary>
    internal Weight Weight(string tensor, in Shape shape, WeightStorage storage)
    {
        var pattern = storage.Draw(shape);
        return new Weight(Wide.Input(tensor, pattern is null ? shape : new Shape(pattern.Count)), pattern);
    }

    /// <summary>A weight that the call overwrites.</summary>
    internal Weight WeightOutput(in Shape shape, WeightStorage storage)
    {
        var pattern = storage.Draw(shape);
        return new Weight(Wide.Output(pattern is null ? shape : new Shape(pattern.Count)), pattern);
    }

    /// <summary>An argument that the call overwrites.</summary>
    public Tensor Output(in Shape shape) => State(shape, Enumerable.Repeat(float.NaN, (int)shape.Count).ToArray());

    /// <summary>An argument that the call reads and overwrites, with numbers uniform in [offset − scale, offset + scale).</summary>
    public Tensor State(string tensor, in Shape shape, double scale = 1, double offset = 0) =>
        State(shape, Numbers(tensor, shape, scale, offset));

    /// <summary>An argument that the call reads and overwrites, with the given numbers.</summary>
    public Tensor State(in Shape shape, float[] values)
    {
        var (output, guarded, _) = Place(shape, values);
        _outputs.Add((output, guarded));
        return output;
    }

    /// <summary>The numbers that <see cref="Input(string, in Shape, double, double)"/> would hold.</summary>
    public float[] Numbers(string tensor, in Shape shape, double scale, double offset) =>
        NamedNumbers.Signed($"{_name} {tensor}", shape.Count, scale, offset);

    /// <summary>Checks that the call changed nothing but its outputs.</summary>
    /// <exception cref="InvalidOperationException">An input or a guard element was changed.</exception>
    public void CheckBounds()
    {
        foreach (var (tensor, guarded, values) in _inputs)
            if (!MemoryMarshal.AsBytes<float>(_device.Read(guarded)).SequenceEqual(MemoryMarshal.AsBytes<float>(values)))
                throw new InvalidOperationException($"The kernel changed its input {tensor}.");
        foreach (var (output, guarded) in _outputs)
        {
            ReadOnlySpan<float> all = _device.Read(guarded);
            if (all[.._guardBefore].ContainsAnyExcept(GuardValue) || all[^Guard..].ContainsAnyExcept(GuardValue))
                throw new InvalidOperationException($"The kernel wrote outside its output {output.Shape}.");
        }
    }

    (Tensor Tensor, Tensor Guarded, float[] All) Place(in Shape shape, float[] values)
    {
        var all = new float[_guardBefore + values.Length + Guard];
        Array.Fill(all, GuardValue);
        values.CopyTo(all, _guardBefore);
        var guarded = _device.Memory.Allocate(new Shape(all.Length), _format);
        _device.Write(guarded, all);
        if (_format == DType.BFloat16) all = Array.ConvertAll(all, value => (float)(BFloat16)value);
        return (guarded.Slice(_guardBefore, values.Length).Reshape(shape), guarded, all);
    }
}
