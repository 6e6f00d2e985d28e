using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// One application of a function: its inputs and one output. A subclass computes the output with kernels, calls
/// <see cref="Record"/>, and expresses its gradient in differentiable operations, so that gradients of any order exist.
/// </summary>
public abstract class Operation
{
    Variable[] _inputs = [];

    /// <summary>The variables that the output was computed from; empty if none of them requires a gradient.</summary>
    public ReadOnlySpan<Variable> Inputs => _inputs;

    /// <summary>Floating-point operations of computing the output; zero for operations that are not counted.</summary>
    internal virtual Work Work => default;

    /// <summary>The index of the input that is a parameter or was computed from one; null if there is none.</summary>
    internal virtual int? WeightInput => null;

    /// <summary>Floating-point operations of <see cref="Backward"/>; zero for operations that are not counted.</summary>
    /// <param name="needed">how many inputs need a gradient</param>
    internal virtual Work WorkOfGradients(int needed) => default;

    /// <summary>Adds the gradient of each input that needs one, by <see cref="BackwardContext.Add"/>.</summary>
    protected internal abstract void Backward(in BackwardContext context);

    /// <summary>The labels of the output, from those of the inputs, which <paramref name="trace"/> has. The default: it cannot be followed.</summary>
    /// <exception cref="NotSupportedException">The operation cannot be followed.</exception>
    internal virtual AxisLabels FollowChannels(ChannelTrace trace, Variable output) =>
        throw new NotSupportedException($"Channels cannot be followed through {GetType().Name} of {string.Join(", ", _inputs.Select(input => input.Shape))}.");

    /// <summary>Makes the output variable. The operation and its inputs are kept only if an input requires a gradient.</summary>
    /// <param name="inputs">in the order of <see cref="BackwardContext.Input"/></param>
    protected Variable Record(Tensor value, params ReadOnlySpan<Variable> inputs)
    {
        WorkLog.Note(this, inputs);
        foreach (var input in inputs)
        {
            if (!input.RequiresGradient) continue;
            _inputs = inputs.ToArray();
            return new Variable(input.Device, value, this);
        }
        return new Variable(inputs[0].Device, value);
    }

    /// <summary>The device of all inputs.</summary>
    /// <exception cref="ArgumentException">The inputs lie on different devices.</exception>
    protected static Device DeviceOf(params ReadOnlySpan<Variable> inputs)
    {
        foreach (var input in inputs)
            if (input.Device != inputs[0].Device)
                throw new ArgumentException($"An operation cannot mix a variable {inputs[0].Shape} on {inputs[0].Device.Name} with one {input.Shape} on another device ({input.Device.Name}).");
        return inputs[0].Device;
    }
}
