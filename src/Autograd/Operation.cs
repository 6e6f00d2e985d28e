using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// One use of a function, with its inputs and one output. A subclass computes the output with kernels, calls
/// <see cref="Record"/>, and writes its gradient with differentiable operations, which makes every order available.
/// </summary>
public abstract class Operation
{
    Variable[] _inputs = [];

    /// <summary>What the output was computed from; none if no input requires a gradient.</summary>
    public ReadOnlySpan<Variable> Inputs => _inputs;

    /// <summary>What computing the output takes, of what is counted.</summary>
    internal virtual Work Work => default;

    /// <summary>The input that is, or was computed from, a parameter; null if the operation has none.</summary>
    internal virtual int? WeightInput => null;

    /// <summary>What <see cref="Backward"/> takes, of what is counted.</summary>
    /// <param name="needed">how many inputs need a gradient</param>
    internal virtual Work WorkOfGradients(int needed) => default;

    /// <summary>Adds to each input that needs one its gradient: <see cref="BackwardContext.Add"/>.</summary>
    protected internal abstract void Backward(in BackwardContext context);

    /// <summary>The output variable. The operation is remembered only if an input requires a gradient.</summary>
    /// <param name="value">what the operation computed</param>
    /// <param name="inputs">from what, in the order of <see cref="BackwardContext.Input"/></param>
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
