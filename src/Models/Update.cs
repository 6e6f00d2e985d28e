using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>One of the updates that a training step consists of: an optimizer moves its parameters to lower a loss.</summary>
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

    /// <summary>"discriminator"; its loss is reported by this name.</summary>
    public string Name { get; }

    public Optimizer Optimizer { get; }

    /// <summary>What it moves.</summary>
    public IReadOnlyList<Parameter> Parameters => Optimizer.Parameters;

    /// <summary>How often it is made in a step, each time by a batch and random numbers of its own.</summary>
    public int Repeats { get; }

    /// <summary>What the update lowers: one number, in the innermost scope.</summary>
    public Variable Loss(Batch batch) => _loss(batch);

    /// <param name="loss">of a batch</param>
    internal void Lower(Variable loss)
    {
        Optimizer.Step(loss);
        _then?.Invoke();
    }
}
