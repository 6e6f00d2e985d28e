namespace SparseGen.Autograd;

/// <summary>Reverse-mode differentiation.</summary>
public static class Gradient
{
    /// <summary>
    /// The gradients of an output with respect to some variables, leaves or not. Only what lies on a path from them to
    /// the output is computed. A variable without such a path has gradient zero.
    /// </summary>
    /// <param name="output">one number, unless <paramref name="seed"/> is given</param>
    /// <param name="inputs">variables that require gradients</param>
    /// <param name="createGraph">whether the gradients can be differentiated again</param>
    /// <param name="seed">the gradient of the output itself, of its shape; 1 if absent</param>
    /// <returns>one gradient an input, in their order and of their shapes, in the innermost scope</returns>
    /// <exception cref="ArgumentException">The output is not one number, the seed has another shape, or an input requires no gradient.</exception>
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
            output.Mark.Gradient = seed ?? Variable.Constant(output.Device, output.Shape, 1);
            for (var i = visited.Count - 1; i >= 0; i--) PassOn(visited[i], createGraph);

            var gradients = new Variable[inputs.Count];
            for (var i = 0; i < gradients.Length; i++)
                gradients[i] = inputs[i].Mark.Gradient ?? Variable.Constant(inputs[i].Device, inputs[i].Shape, 0);
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
    /// <returns>one gradient a parameter, of its stored length</returns>
    public static Variable[] Of(Variable output, IReadOnlyList<Parameter> parameters, bool createGraph = false)
    {
        var values = new Variable[parameters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = parameters[i].Value;
        return Of(output, values, createGraph);
    }

    /// <summary>The parameters that an output was computed from, by operations that are recorded.</summary>
    public static IEnumerable<Parameter> ParametersOf(Variable output)
    {
        var (met, left) = (new HashSet<Variable>(), new Stack<Variable>([output]));
        while (left.TryPop(out var variable))
        {
            if (!met.Add(variable)) continue;
            if (variable.Parameter is { } parameter) yield return parameter;
            if (variable.Operation is { } operation)
                foreach (var input in operation.Inputs.ToArray()) left.Push(input);
        }
    }

    /// <summary>The operations that gradients of an output with respect to some variables pass back through, and how many inputs of each need one.</summary>
    internal static List<(Operation Operation, int Needed)> Path(Variable output, IReadOnlyList<Variable> inputs)
    {
        var (visited, path) = (new List<Variable>(), new List<(Operation, int)>());
        try
        {
            foreach (var input in inputs) input.Mark.Requested = true;
            if (output.RequiresGradient) Visit(output, visited);
            foreach (var variable in visited)
            {
                if (variable.Operation is not { } operation || !variable.Mark.Leads) continue;
                var needed = 0;
                foreach (var input in operation.Inputs)
                    if (input.Mark.Leads) needed++;
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

    /// <summary>Lists everything the output was computed from, each after all of its inputs, and marks what leads to a requested variable.</summary>
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
            variable.Mark.Leads = variable.Mark.Requested;
            foreach (var input in inputs) variable.Mark.Leads |= input.Mark.Leads;
            visited.Add(path.Pop());
        }
    }

    static void Enter(Variable variable, Stack<Variable> path)
    {
        variable.Mark.Visited = true;
        path.Push(variable);
    }

    static void PassOn(Variable variable, bool createGraph)
    {
        if (variable.Operation is { } operation && variable.Mark.Leads && variable.Mark.Gradient is not null)
            operation.Backward(new BackwardContext(variable, createGraph));
        if (!variable.Mark.Requested) variable.Mark.Gradient = null;
    }
}
