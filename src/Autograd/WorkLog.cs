namespace SparseGen.Autograd;

/// <summary>
/// Records the contractions and batch normalisations that this thread executes until it is disposed, each with the leaf of the
/// weight that it applied. <see cref="OfGradient"/> gives the work of a gradient before it is computed.
/// </summary>
public sealed class WorkLog : IDisposable
{
    [ThreadStatic] static WorkLog? s_current;

    readonly WorkLog? _outer;
    readonly List<(Operation Operation, Variable[] Inputs)> _done = [];
    Work _others;

    WorkLog(WorkLog? outer) => _outer = outer;

    /// <summary>Opens a log, which records until it is disposed. Of nested logs only the innermost records.</summary>
    public static WorkLog Begin() => s_current = new WorkLog(s_current);

    /// <summary>
    /// Each recorded operation with the leaf of its weight, which shares memory with the parameter's value; null for an
    /// operation without a weight.
    /// </summary>
    public IEnumerable<(Variable? Weight, Work Work)> Done => _done.Select(one => (WeightOf(one.Operation, one.Inputs), one.Operation.Work));

    /// <summary>The sum over all recorded operations and gradients of batch normalisation.</summary>
    public Work Total => _done.Aggregate(_others, (sum, one) => sum + one.Operation.Work);

    /// <summary>The work that <see cref="Gradient.Of(Variable, IReadOnlyList{Parameter}, bool)"/> will do, by operation.</summary>
    /// <param name="output">of one element</param>
    public static IEnumerable<(Variable? Weight, Work Work)> OfGradient(Variable output, IReadOnlyList<Parameter> parameters)
    {
        foreach (var (operation, needed) in Gradient.Path(output, [.. parameters.Select(parameter => parameter.Value)]))
            if (operation.WorkOfGradients(needed) is var work && work != default) yield return (WeightOf(operation, operation.Inputs), work);
    }

    public void Dispose() => s_current = _outer;

    /// <summary>Records work that is no operation of its own: the gradient of a batch normalisation.</summary>
    internal static void Note(in Work work)
    {
        if (s_current is not null) s_current._others += work;
    }

    internal static void Note(Operation operation, ReadOnlySpan<Variable> inputs)
    {
        if (s_current is not null && operation.Work != default) s_current._done.Add((operation, inputs.ToArray()));
    }

    /// <summary>
    /// The leaf that the operation's weight is or, if spectrally normalised, was computed from; a constant if the weight was
    /// detached.
    /// </summary>
    static Variable? WeightOf(Operation operation, ReadOnlySpan<Variable> inputs)
    {
        if (operation.WeightInput is not { } index) return null;
        var pending = new Stack<Variable>([inputs[index]]);
        Variable? constant = null;
        while (pending.TryPop(out var variable))
        {
            if (variable.Operation is { } producer)
                foreach (var input in producer.Inputs) pending.Push(input);
            else if (variable.RequiresGradient) return variable;
            else constant = variable;
        }
        return constant;
    }
}
