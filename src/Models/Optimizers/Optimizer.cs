using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Updates parameters by their gradients. Its state is stored with each parameter in the form of the parameter: dense, or the survivors only.</summary>
public abstract class Optimizer
{
    readonly Parameter[] _parameters;
    readonly Companion[] _states;
    readonly Companion[]? _secondStates;
    readonly Trained[] _trained;

    /// <param name="parameters">on one device</param>
    /// <param name="learningRate">at least 0 and finite</param>
    /// <param name="state">the name of the state of each parameter, such as "adam.m"</param>
    /// <param name="secondState">the name of a second state; null if there is none</param>
    protected Optimizer(IEnumerable<Parameter> parameters, double learningRate, string state, string? secondState = null)
    {
        LearningRate = learningRate;
        _parameters = [.. parameters];
        _states = Array.ConvertAll(_parameters, parameter => parameter.Follow(state));
        _secondStates = secondState is null ? null : Array.ConvertAll(_parameters, parameter => parameter.Follow(secondState));
        _trained = new Trained[_parameters.Length];
    }

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>A schedule may change it from step to step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or not a finite number.</exception>
    public double LearningRate { get; set => field = CheckedRate(value); }

    /// <summary>The state of all parameters.</summary>
    internal IEnumerable<Companion> States => _secondStates is null ? _states : _states.Concat(_secondStates);

    /// <summary>The number of updates made so far; a rewind restores it.</summary>
    public long Steps { get; internal set; }

    /// <summary>One update by the gradient of a loss of rank 0.</summary>
    public void Step(Variable loss) => Step(Gradient.Of(loss, _parameters));

    /// <summary>One update by given gradients.</summary>
    /// <param name="gradients">one for each parameter, in their order, of the shape in which the parameter is stored</param>
    /// <exception cref="ArgumentException">The number of gradients is not that of the parameters.</exception>
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

    static double CheckedRate(double learningRate) => learningRate >= 0 && double.IsFinite(learningRate)
        ? learningRate
        : throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is a finite number that is not negative.");

    /// <summary>Updates all parameters; <see cref="Steps"/> includes this update.</summary>
    protected abstract void Update(IKernels kernels, ReadOnlySpan<Trained> parameters);
}
