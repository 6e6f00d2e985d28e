using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>Updates parameters by their gradients. Its state is stored with each parameter, as the parameter is: dense or survivors.</summary>
public abstract class Optimizer
{
    readonly Parameter[] _parameters;

    protected Optimizer(IEnumerable<Parameter> parameters) => _parameters = [.. parameters];

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The updates made so far; part of what a rewind restores.</summary>
    public long Steps { get; internal set; }

    /// <summary>One update that lowers a loss of one number.</summary>
    public void Step(Variable loss) => Step(Gradient.Of(loss, _parameters));

    /// <summary>One update.</summary>
    /// <param name="gradients">one a parameter, in their order and of their stored lengths</param>
    public void Step(ReadOnlySpan<Variable> gradients)
    {
        if (gradients.Length != _parameters.Length)
            throw new ArgumentException($"{gradients.Length} gradients do not fit {_parameters.Length} parameters.");
        Steps++;
        for (var i = 0; i < _parameters.Length; i++) Update(i, _parameters[i], gradients[i].Value);
    }

    /// <summary>Updates parameter number <paramref name="index"/>; <see cref="Steps"/> counts this step already.</summary>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>One companion a parameter, by the same name.</summary>
    protected Companion[] Follow(string name) => Array.ConvertAll(_parameters, parameter => parameter.Follow(name));
}
