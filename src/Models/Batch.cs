using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>Input of the losses: images, their labels, and random numbers. One object is reused, so it is valid only until the step begins its next batch.</summary>
public sealed class Batch
{
    readonly Dictionary<string, object> _shared = [];
    readonly Action<string, Variable> _report;
    byte[] _labels = [];
    int _labelCount;

    internal Batch(Variable images, Action<string, Variable> report)
    {
        Images = images;
        _report = report;
    }

    /// <summary>(C, H, W, N), values in [0, 1]</summary>
    public Variable Images { get; private set; }

    /// <summary>N</summary>
    public int Size => Images.Shape[Images.Shape.Rank - 1];

    /// <summary>(N): the class of each image; empty if the step was given no labels</summary>
    public ReadOnlySpan<byte> Labels => _labels.AsSpan(0, _labelCount);

    /// <summary>The random numbers of this batch.</summary>
    public StepRandom Random { get; private set; }

    /// <summary>A value that several updates of one batch use, such as generated images: computed at the first call for the batch, then stored under its name.</summary>
    public T Share<T>(string name, Func<T> make) where T : class
    {
        if (_shared.TryGetValue(name, out var made)) return (T)made;
        var value = make();
        _shared.Add(name, value);
        return value;
    }

    /// <summary>Reports a part of a loss, of rank 0, by a name that <see cref="Model.AddUpdate"/> declared.</summary>
    /// <exception cref="ArgumentException">The name was not declared.</exception>
    public void Report(string name, Variable loss) => _report(name, loss);

    internal void Begin(Variable images, ReadOnlySpan<byte> labels, in StepRandom random)
    {
        _shared.Clear();
        (Images, Random, _labelCount) = (images, random, labels.Length);
        if (_labels.Length < labels.Length) _labels = new byte[labels.Length];
        labels.CopyTo(_labels);
    }

    /// <summary>Drops the shared values.</summary>
    internal void End() => _shared.Clear();
}
