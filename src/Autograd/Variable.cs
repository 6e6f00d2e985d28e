using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// A tensor and how it came about: a leaf, or the output of an operation. Its functions (<c>x.Tanh()</c>, <c>x * y</c>)
/// stand beside their gradients in Operations/.
/// </summary>
public sealed partial class Variable
{
    /// <summary>A leaf.</summary>
    /// <param name="device">where the value lives</param>
    /// <param name="value">any shape; not copied</param>
    /// <param name="requiresGradient">whether <see cref="Autograd.Gradient"/> may be asked for it</param>
    public Variable(Device device, Tensor value, bool requiresGradient = false)
    {
        Device = device;
        Value = value;
        RequiresGradient = requiresGradient;
    }

    internal Variable(Device device, Tensor value, Operation operation) : this(device, value, requiresGradient: true) => Operation = operation;

    public Device Device { get; }

    public Tensor Value { get; }

    public Shape Shape => Value.Shape;

    /// <summary>A leaf: as it was chosen. An output: whether any input of its operation does.</summary>
    public bool RequiresGradient { get; }

    /// <summary>What produced this variable; null of a leaf, and of an output that requires no gradient.</summary>
    public Operation? Operation { get; }

    /// <summary>The parameter whose value this is; null of everything else.</summary>
    public Parameter? Parameter { get; internal init; }

    /// <summary>Belongs to the pass of <see cref="Autograd.Gradient"/> that is running, and is clear between passes.</summary>
    internal PassMark Mark;

    /// <summary>The same value as a leaf through which no gradient flows.</summary>
    public Variable Detach() => RequiresGradient ? new Variable(Device, Value) : this;

    /// <summary>A leaf in the innermost scope with every element the same.</summary>
    public static Variable Constant(Device device, in Shape shape, double value)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Fill(tensor, value);
        return new Variable(device, tensor);
    }

    /// <summary>The value of a variable of one element.</summary>
    public double Item() => Value.Item();
}
