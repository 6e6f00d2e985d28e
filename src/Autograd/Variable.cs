using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// A tensor in a graph of operations: a leaf, or the output of an operation. Its functions (<c>x.Tanh()</c>, <c>x * y</c>) are
/// declared beside their gradients in Operations/.
/// </summary>
public sealed partial class Variable
{
    /// <summary>The <see cref="Parameter"/>, <see cref="CopyOf"/> or <see cref="DetachedFrom"/> of a leaf: one field, since there are many variables.</summary>
    readonly object? _source;

    /// <summary>A leaf.</summary>
    /// <param name="value">any shape; not copied</param>
    /// <param name="requiresGradient">whether its gradient can be requested from <see cref="Autograd.Gradient"/></param>
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

    /// <summary>Of a leaf, as passed to the constructor; of an output, whether any input of its operation requires a gradient.</summary>
    public bool RequiresGradient { get; }

    /// <summary>The operation that computed this variable; null for a leaf and for an output that requires no gradient.</summary>
    public Operation? Operation { get; }

    /// <summary>The parameter whose value this is; null for all other variables.</summary>
    public Parameter? Parameter { get => _source as Parameter; internal init => _source = value; }

    /// <summary>Of a leaf that holds the content of a persistent tensor, such as a buffer, though in another shape or memory: that tensor; null for all other variables.</summary>
    public Tensor? CopyOf { get => _source as Tensor; init => _source = value; }

    /// <summary>The state of the running pass of <see cref="Autograd.Gradient"/>; default between passes.</summary>
    internal PassMark Mark;

    /// <summary>A tensor with undefined contents in the number format of this variable.</summary>
    internal Tensor Allocate(in Shape shape) => Device.Memory.Allocate(shape, Value.DType);

    /// <summary>Of a leaf that was detached while channels are followed, what it was detached from; otherwise null, so that nothing is kept alive.</summary>
    internal Variable? DetachedFrom { get => _source as Variable; private init => _source = value; }

    /// <summary>The same value as a leaf through which no gradient flows.</summary>
    public Variable Detach() => !RequiresGradient ? this : ChannelTrace.KeepsSources ? new Variable(Device, Value) { DetachedFrom = this } : new Variable(Device, Value);

    /// <summary>A leaf in the innermost scope with all elements equal to <paramref name="value"/>.</summary>
    public static Variable Constant(Device device, in Shape shape, double value)
    {
        var tensor = device.Allocate(shape);
        device.Kernels.Fill(tensor, value);
        return new Variable(device, tensor);
    }

    /// <summary>A leaf with all elements equal to <paramref name="value"/>, in shape and number format of this variable.</summary>
    internal Variable Filled(double value)
    {
        var tensor = Allocate(Shape);
        Device.Kernels.Fill(tensor, value);
        return new Variable(Device, tensor);
    }

    /// <summary>The value of a variable of one element.</summary>
    /// <exception cref="InvalidOperationException">The variable has several elements.</exception>
    public double Item() => Value.Item();
}
