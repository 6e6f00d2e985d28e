using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>One of the updates that a training step consists of: an optimizer changes its parameters to lower a loss.</summary>
public sealed class Update
{
    readonly Func<Batch, Variable> _loss;
    readonly Action? _then;

    internal Update(string name, Optimizer optimizer, Func<Batch, Variable> loss, int repeats, Action? then)
    {
        Name = name;
        Optimizer = optimizer;
        Repeats = repeats;
        _loss = loss;
        _then = then;
    }

    /// <summary>"discriminator": the name by which its loss is reported.</summary>
    public string Name { get; }

    public Optimizer Optimizer { get; }

    /// <summary>The parameters that it changes.</summary>
    public IReadOnlyList<Parameter> Parameters => Optimizer.Parameters;

    /// <summary>The number of times that it is made in a step, each time with another batch and other random numbers.</summary>
    public int Repeats { get; }

    /// <summary>The loss of a batch, of rank 0, in the innermost scope.</summary>
    public Variable Loss(Batch batch) => _loss(batch);

    /// <summary>One optimizer step, and what follows it, such as clipping.</summary>
    internal void Step(Variable loss)
    {
        Optimizer.Step(loss);
        _then?.Invoke();
    }
}
