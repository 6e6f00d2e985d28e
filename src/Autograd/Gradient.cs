namespace SparseGen.Autograd;

/// <summary>Reverse-mode differentiation.</summary>
public static class Gradient
{
    /// <summary>
    /// The gradients of an output with respect to some variables, leaves or not. Only operations on a path from them to the
    /// output are differentiated. The gradient of a variable without such a path is zero.
    /// </summary>
    /// <param name="output">of one element, unless <paramref name="seed"/> is given</param>
    /// <param name="inputs">variables that require gradients</param>
    /// <param name="createGraph">whether the gradients are recorded, so that they can be differentiated again</param>
    /// <param name="seed">the gradient with respect to the output itself, of its shape; null: ones</param>
    /// <returns>One gradient per input, in the same order and of the same shape, in the innermost scope.</returns>
    /// <exception cref="ArgumentException">The output has several elements and there is no seed, the seed has another shape, or an input requires no gradient.</exception>
    public static Variable[] Of(Variable output, IReadOnlyList<Variable> inputs, bool createGraph = false, Variable? seed = null)
    {
        if (seed is null && output.Value.Count != 1)
            throw new ArgumentException($"The gradient of an output {output.Shape} of several numbers needs a seed of that shape.", nameof(output));
        if (seed is not null && seed.Shape != output.Shape)
            throw new ArgumentException($"A seed {seed.Shape} does not fit the output {output.Shape}.", nameof(seed));
        foreach (var input in inputs)
            if (!input.RequiresGradient)
                throw new ArgumentException($"A variable {input.Shape} whose gradient is wanted does not require one.", nameof(inputs));

        var visited = new List<Variable>();
        try
        {
            foreach (var input in inputs) input.Mark.Requested = true;
            if (output.RequiresGradient) Visit(output, visited);
            output.Mark.Gradient = seed ?? output.Filled(1);
            for (var i = visited.Count - 1; i >= 0; i--) Propagate(visited[i], createGraph);

            var gradients = new Variable[inputs.Count];
            for (var i = 0; i < gradients.Length; i++)
                gradients[i] = inputs[i].Mark.Gradient ?? inputs[i].Filled(0);
            return gradients;
        }
        finally
        {
            output.Mark = default;
            foreach (var variable in visited) variable.Mark = default;
            foreach (var input in inputs) input.Mark = default;
        }
    }

    /// <inheritdoc cref="Of(Variable, IReadOnlyList{Variable}, bool, Variable)"/>
    /// <returns>One gradient per parameter, of the parameter's stored length.</returns>
    public static Variable[] Of(Variable output, IReadOnlyList<Parameter> parameters, bool createGraph = false)
    {
        var values = new Variable[parameters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = parameters[i].Value;
        return Of(output, values, createGraph);
    }

    /// <summary>The parameters that an output was computed from through recorded operations, each once.</summary>
    public static IEnumerable<Parameter> ParametersOf(Variable output)
    {
        var (visited, pending) = (new HashSet<Variable>(), new Stack<Variable>([output]));
        while (pending.TryPop(out var variable))
        {
            if (!visited.Add(variable)) continue;
            if (variable.Parameter is { } parameter) yield return parameter;
            if (variable.Operation is { } operation)
                foreach (var input in operation.Inputs.ToArray()) pending.Push(input);
        }
    }

    /// <summary>
    /// The operations through which gradients of an output with respect to some variables are propagated, and how many inputs
    /// of each need a gradient.
    /// </summary>
    internal static List<(Operation Operation, int Needed)> Path(Variable output, IReadOnlyList<Variable> inputs)
    {
        var (visited, path) = (new List<Variable>(), new List<(Operation, int)>());
        try
        {
            foreach (var input in inputs) input.Mark.Requested = true;
            if (output.RequiresGradient) Visit(output, visited);
            foreach (var variable in visited)
            {
                if (variable.Operation is not { } operation || !variable.Mark.OnPath) continue;
                var needed = 0;
                foreach (var input in operation.Inputs)
                    if (input.Mark.OnPath) needed++;
                path.Add((operation, needed));
            }
            return path;
        }
        finally
        {
            foreach (var variable in visited) variable.Mark = default;
            foreach (var input in inputs) input.Mark = default;
        }
    }

    /// <summary>
    /// Appends all variables that the output was computed from in topological order (inputs first), and marks those that depend
    /// on a requested variable.
    /// </summary>
    static void Visit(Variable output, List<Variable> visited)
    {
        var path = new Stack<Variable>();
        Enter(output, path);
        while (path.TryPeek(out var variable))
        {
            var inputs = variable.Operation is { } operation ? operation.Inputs : [];
            if (variable.Mark.Next < inputs.Length)
            {
                var input = inputs[variable.Mark.Next++];
                if (input.RequiresGradient && !input.Mark.Visited) Enter(input, path);
                continue;
            }
            variable.Mark.OnPath = variable.Mark.Requested;
            foreach (var input in inputs) variable.Mark.OnPath |= input.Mark.OnPath;
            visited.Add(path.Pop());
        }
    }

    static void Enter(Variable variable, Stack<Variable> path)
    {
        variable.Mark.Visited = true;
        path.Push(variable);
    }

    static void Propagate(Variable variable, bool createGraph)
    {
        if (variable.Operation is { } operation && variable.Mark.OnPath && variable.Mark.Gradient is not null)
            operation.Backward(new BackwardContext(variable, createGraph));
        if (!variable.Mark.Requested) variable.Mark.Gradient = null;
    }
}
