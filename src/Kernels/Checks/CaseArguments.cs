using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Checks;

/// <summary>
/// The tensors of one case on one device. Inputs are filled from the names of case and tensor alone and must not change;
/// outputs start as NaN, and nothing may be written around them. All belong to the innermost open scope.
/// </summary>
public sealed class CaseArguments(Device device, string name)
{
    /// <summary>Elements before and after each output: a vector of 16 floats written too far is seen.</summary>
    const int Guard = 16;

    const float GuardValue = 12345;

    readonly List<(string Name, Tensor Tensor, float[] Values)> _inputs = [];
    readonly List<(Tensor Tensor, Tensor Guarded)> _outputs = [];

    /// <summary>What is compared between devices, in the order of allocation.</summary>
    public IEnumerable<Tensor> Outputs => _outputs.Select(output => output.Tensor);

    /// <summary>A read-only argument with numbers in [offset − scale, offset + scale).</summary>
    public Tensor Input(string tensor, in Shape shape, double scale = 1, double offset = 0) =>
        Input(tensor, shape, Numbers(tensor, shape, scale, offset));

    /// <summary>A read-only argument with the given numbers.</summary>
    public Tensor Input(string tensor, in Shape shape, float[] values)
    {
        var input = device.Upload(shape, values);
        _inputs.Add((tensor, input, values));
        return input;
    }

    /// <summary>A read-only argument that begins one row into its memory, off every vector boundary.</summary>
    public Tensor UnalignedInput(string tensor, in Shape shape, double scale = 1, double offset = 0)
    {
        var values = Numbers(tensor, shape.With(0, shape[0] + 1), scale, offset);
        var input = device.Upload(shape.With(0, shape[0] + 1), values).Slice(1, shape[0]);
        _inputs.Add((tensor, input, values[^(int)shape.Count..]));
        return input;
    }

    /// <summary>A read-only weight: dense, or the survivors of the mask that the storage draws.</summary>
    internal Weight Weight(string tensor, in Shape shape, WeightStorage storage)
    {
        var pattern = storage.Draw(shape);
        return new Weight(Input(tensor, pattern is null ? shape : new Shape(pattern.Count)), pattern);
    }

    /// <summary>A weight to be overwritten.</summary>
    internal Weight WeightOutput(in Shape shape, WeightStorage storage)
    {
        var pattern = storage.Draw(shape);
        return new Weight(Output(pattern is null ? shape : new Shape(pattern.Count)), pattern);
    }

    /// <summary>An argument to be overwritten.</summary>
    public Tensor Output(in Shape shape) => Guarded(shape, Enumerable.Repeat(float.NaN, (int)shape.Count).ToArray());

    /// <summary>An argument to be read and overwritten, with numbers in [offset − scale, offset + scale).</summary>
    public Tensor State(string tensor, in Shape shape, double scale = 1, double offset = 0) =>
        Guarded(shape, Numbers(tensor, shape, scale, offset));

    /// <summary>An argument to be read and overwritten, with the given numbers.</summary>
    public Tensor State(in Shape shape, float[] values) => Guarded(shape, values);

    /// <summary>The numbers that <see cref="Input(string, in Shape, double, double)"/> would hold.</summary>
    public float[] Numbers(string tensor, in Shape shape, double scale, double offset) =>
        NamedNumbers.Signed($"{name} {tensor}", shape.Count, scale, offset);

    /// <summary>Whether the call kept to its outputs.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public void CheckBounds()
    {
        foreach (var (tensor, input, values) in _inputs)
            if (!MemoryMarshal.AsBytes<float>(device.Read(input)).SequenceEqual(MemoryMarshal.AsBytes<float>(values)))
                throw new InvalidOperationException($"The kernel changed its input {tensor}.");
        foreach (var (output, guarded) in _outputs)
        {
            ReadOnlySpan<float> all = device.Read(guarded);
            if (all[..Guard].ContainsAnyExcept(GuardValue) || all[^Guard..].ContainsAnyExcept(GuardValue))
                throw new InvalidOperationException($"The kernel wrote outside its output {output.Shape}.");
        }
    }

    Tensor Guarded(in Shape shape, float[] values)
    {
        var around = new float[values.Length + 2 * Guard];
        Array.Fill(around, GuardValue);
        values.CopyTo(around, Guard);
        var guarded = device.Upload(new Shape(around.Length), around);
        var output = guarded.Slice(Guard, values.Length).Reshape(shape);
        _outputs.Add((output, guarded));
        return output;
    }
}
