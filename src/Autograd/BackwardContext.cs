namespace SparseGen.Autograd;

/// <summary>
/// The arguments of <see cref="Operation.Backward"/>: inputs, output and gradient of one operation. If the gradient is recorded
/// (createGraph), inputs and output are the recorded variables; otherwise they are detached, so that operations on them are not
/// recorded.
/// </summary>
public readonly ref struct BackwardContext
{
    readonly Variable _output;

    internal BackwardContext(Variable output, bool recording)
    {
        _output = output;
        Recording = recording;
    }

    /// <summary>
    /// Whether the gradient will itself be differentiated. If not, an operation may use a fused backward kernel, which is not
    /// differentiable.
    /// </summary>
    public bool Recording { get; }

    public Variable Output => RecordedOrDetached(_output);

    /// <summary>The gradient of the pass's output with respect to <see cref="Output"/>, of the shape of <see cref="Output"/>.</summary>
    public Variable Gradient => _output.Mark.Gradient!;

    public Variable Input(int index) => RecordedOrDetached(_output.Operation!.Inputs[index]);

    /// <summary>Whether the gradient of this input is needed: it is a requested variable or was computed from one.</summary>
    public bool Needs(int index) => _output.Operation!.Inputs[index].Mark.OnPath;

    /// <summary>Accumulates a gradient of an input. Ignored for an input whose gradient is not needed.</summary>
    /// <exception cref="InvalidOperationException">Shape or number format of the gradient differ from those of the input.</exception>
    public void Add(int index, Variable gradient)
    {
        var input = _output.Operation!.Inputs[index];
        if (!input.Mark.OnPath) return;
        if (gradient.Shape != input.Shape)
            throw new InvalidOperationException($"{_output.Operation.GetType().Name} gave its input {index} of shape {input.Shape} a gradient of shape {gradient.Shape}.");
        if (gradient.Value.DType != input.Value.DType)
            throw new InvalidOperationException($"{_output.Operation.GetType().Name} gave its input {index} of {input.Value.DType} a gradient of {gradient.Value.DType}.");
        input.Mark.Gradient = input.Mark.Gradient is { } sum ? sum + gradient : gradient;
    }

    Variable RecordedOrDetached(Variable variable) => Recording ? variable : variable.Detach();
}
