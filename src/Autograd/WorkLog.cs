namespace SparseGen.Autograd;

/// <summary>
/// The contractions and batch normalisations that this thread did since it began, each with the parameter whose weight it
/// applied. What a gradient of something computed so far will take follows from them.
/// </summary>
public sealed class WorkLog : IDisposable
{
    [ThreadStatic] static WorkLog? s_current;

    readonly WorkLog? _outer;
    readonly List<(Operation Operation, Variable[] Inputs)> _done = [];

    WorkLog(WorkLog? outer) => _outer = outer;

    /// <summary>Begins to count; ends when it is disposed.</summary>
    public static WorkLog Begin() => s_current = new WorkLog(s_current);

    /// <summary>Each operation that was done, with the leaf of its weight, which shares memory with the parameter's value; null of an operation without a weight.</summary>
    public IEnumerable<(Variable? Weight, Work Work)> Done => _done.Select(one => (WeightOf(one.Operation, one.Inputs), one.Operation.Work));

    /// <summary>All of them together.</summary>
    public Work Total => _done.Aggregate(new Work(), (sum, one) => sum + one.Operation.Work);

    /// <summary>What <see cref="Gradient.Of(Variable, IReadOnlyList{Parameter}, bool)"/> will do.</summary>
    /// <param name="output">one number</param>
    /// <param name="parameters">whose gradients are wanted</param>
    public static IEnumerable<(Variable? Weight, Work Work)> OfGradient(Variable output, IReadOnlyList<Parameter> parameters)
    {
        foreach (var (operation, needed) in Gradient.Path(output, [.. parameters.Select(parameter => parameter.Value)]))
            if (operation.WorkOfGradients(needed) is var work && work != default) yield return (WeightOf(operation, operation.Inputs), work);
    }

    public void Dispose() => s_current = _outer;

    internal static void Note(Operation operation, ReadOnlySpan<Variable> inputs)
    {
        if (s_current is not null && operation.Work != default) s_current._done.Add((operation, inputs.ToArray()));
    }

    /// <summary>The leaf that the weight of an operation is or, spectrally normalised, was computed from; a constant if it was detached.</summary>
    static Variable? WeightOf(Operation operation, ReadOnlySpan<Variable> inputs)
    {
        if (operation.WeightInput is not { } index) return null;
        var left = new Stack<Variable>([inputs[index]]);
        Variable? constant = null;
        while (left.TryPop(out var variable))
        {
            if (variable.Operation is { } maker)
                foreach (var input in maker.Inputs) left.Push(input);
            else if (variable.RequiresGradient) return variable;
            else constant = variable;
        }
        return constant;
    }
}
