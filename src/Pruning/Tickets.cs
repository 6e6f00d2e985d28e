using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// Makes tickets: networks with a mask and initial values (Frankle and Carbin 2018). Winning and random tickets are trained with
/// the same batches, so that only their initial values differ.
/// </summary>
public static class Tickets
{
    /// <summary>
    /// The winning ticket: the mask, applied to the network in its state at the rewinding step. All state of all components is
    /// restored, whether they are pruned or not: weights, biases, γ, β, running statistics, optimizer state and step counts.
    /// </summary>
    /// <param name="model">becomes the ticket</param>
    /// <param name="rewind">the dense network at the rewinding step</param>
    /// <param name="allowEmptyLayers">as in <see cref="MaskedModel.Apply"/></param>
    public static void Winning(Model model, Snapshot rewind, Mask mask, bool allowEmptyLayers = false)
    {
        model.Restore(rewind);
        model.Apply(mask, allowEmptyLayers);
    }

    /// <summary>The random ticket: the mask, applied to new, untrained initial values of all components.</summary>
    /// <param name="model">becomes the ticket</param>
    /// <param name="seed">seed of the run, from which the initial values of the winning ticket were drawn</param>
    /// <param name="round">round of pruning; each has other initial values</param>
    /// <param name="allowEmptyLayers">as in <see cref="MaskedModel.Apply"/></param>
    /// <exception cref="InvalidOperationException">The new initial values of a prunable parameter equal those of the winning ticket.</exception>
    public static void Random(Model model, Mask mask, ulong seed, int round, bool allowEmptyLayers = false)
    {
        model.Initialise(seed);
        var before = model.Prunable.Select(parameter => parameter.ReadDense()).ToArray();
        model.Initialise(RandomSeed(seed, round));
        foreach (var (parameter, values) in model.Prunable.Zip(before))
            if (parameter.ReadDense().AsSpan().SequenceEqual(values))
                throw new InvalidOperationException($"{parameter.Path} was not drawn anew: a random ticket would begin as the winning one.");
        model.Apply(mask, allowEmptyLayers);
    }

    /// <summary>The seed of a random ticket's initial values, drawn from the stream "random ticket" of the run's seed.</summary>
    public static ulong RandomSeed(ulong seed, int round)
    {
        Span<uint> words = stackalloc uint[2];
        Philox.Fill(RandomStream.For(seed, "random ticket", (ulong)round), words);
        return ((ulong)words[0] << 32) | words[1];
    }
}
