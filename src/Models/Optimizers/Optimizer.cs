using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Updates parameters by their gradients. Its state is stored with each parameter, as the parameter is: dense or survivors.</summary>
public abstract class Optimizer
{
    readonly Parameter[] _parameters;
    readonly Companion[] _states;
    readonly Companion[]? _secondStates;
    readonly Trained[] _trained;

    /// <param name="parameters">of one device</param>
    /// <param name="state">the name of each parameter's companion</param>
    /// <param name="secondState">of a second one, if there is one</param>
    protected Optimizer(IEnumerable<Parameter> parameters, string state, string? secondState = null)
    {
        _parameters = [.. parameters];
        _states = Array.ConvertAll(_parameters, parameter => parameter.Follow(state));
        _secondStates = secondState is null ? null : Array.ConvertAll(_parameters, parameter => parameter.Follow(secondState));
        _trained = new Trained[_parameters.Length];
    }

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>What it keeps with its parameters.</summary>
    internal IEnumerable<Companion> States => _secondStates is null ? _states : _states.Concat(_secondStates);

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
        if (_parameters.Length == 0) return;
        Steps++;
        for (var i = 0; i < _parameters.Length; i++)
            _trained[i] = new(_parameters[i].Value.Value, gradients[i].Value, _states[i].Tensor, _secondStates?[i].Tensor);
        Update(_parameters[0].Device.Kernels, _trained);
    }

    /// <summary>The rate itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or not a finite number.</exception>
    protected static double CheckedRate(double learningRate) => learningRate >= 0 && double.IsFinite(learningRate)
        ? learningRate
        : throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is a finite number that is not negative.");

    /// <summary>Updates all parameters; <see cref="Steps"/> counts this step already.</summary>
    protected abstract void Update(IKernels kernels, ReadOnlySpan<Trained> parameters);
}
