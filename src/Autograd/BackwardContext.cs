namespace SparseGen.Autograd;

/// <summary>
/// What an operation sees of a backward pass. While a graph of the gradient is wanted, inputs and output are the
/// recorded variables themselves; otherwise they are detached, so that nothing computed from them is recorded.
/// </summary>
public readonly ref struct BackwardContext
{
    readonly Variable _output;

    internal BackwardContext(Variable output, bool recording)
    {
        _output = output;
        Recording = recording;
    }

    /// <summary>Whether the gradient will itself be differentiated: fused backward kernels are for when it will not.</summary>
    public bool Recording { get; }

    public Variable Output => Seen(_output);

    /// <summary>The gradient of the pass's output with respect to <see cref="Output"/>.</summary>
    public Variable Gradient => _output.Mark.Gradient!;

    public Variable Input(int index) => Seen(_output.Operation!.Inputs[index]);

    /// <summary>Whether a path leads from this input to a requested variable.</summary>
    public bool Needs(int index) => _output.Operation!.Inputs[index].Mark.Leads;

    /// <summary>Adds a gradient to an input that needs one; for any other input it does nothing.</summary>
    /// <exception cref="InvalidOperationException">The gradient has not the shape of the input.</exception>
    public void Add(int index, Variable gradient)
    {
        var input = _output.Operation!.Inputs[index];
        if (!input.Mark.Leads) return;
        if (gradient.Shape != input.Shape)
            throw new InvalidOperationException($"{_output.Operation.GetType().Name} gave its input {index} of shape {input.Shape} a gradient of shape {gradient.Shape}.");
        input.Mark.Gradient = input.Mark.Gradient is { } sum ? sum + gradient : gradient;
    }

    Variable Seen(Variable variable) => Recording ? variable : variable.Detach();
}
