using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>What losses are computed from: images, their labels, and random numbers. Valid until the step goes on to the next batch.</summary>
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

    /// <summary>(N): the class of each image; none if the step was given none</summary>
    public ReadOnlySpan<byte> Labels => _labels.AsSpan(0, _labelCount);

    /// <summary>The random numbers of this batch.</summary>
    public StepRandom Random { get; private set; }

    /// <summary>Something that several updates need of one batch, such as generated images: computed once.</summary>
    /// <param name="name">of it</param>
    /// <param name="make">computes it</param>
    public T Share<T>(string name, Func<T> make) where T : class
    {
        if (_shared.TryGetValue(name, out var made)) return (T)made;
        var value = make();
        _shared.Add(name, value);
        return value;
    }

    /// <summary>Reports a part of a loss, one number, by a name that the update declared.</summary>
    /// <exception cref="ArgumentException">It did not.</exception>
    public void Report(string name, Variable loss) => _report(name, loss);

    internal void Begin(Variable images, ReadOnlySpan<byte> labels, in StepRandom random)
    {
        _shared.Clear();
        (Images, Random, _labelCount) = (images, random, labels.Length);
        if (_labels.Length < labels.Length) _labels = new byte[labels.Length];
        labels.CopyTo(_labels);
    }

    /// <summary>Lets go of what was computed.</summary>
    internal void End() => _shared.Clear();
}
