using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// A ticket is a mask with values to start from (Frankle and Carbin 2018). Both kinds are trained by the same batches, so
/// that what differs between them is where they began.
/// </summary>
public static class Tickets
{
    /// <summary>
    /// The winning ticket: the mask on the network as it was at the rewinding step. Everything of all components returns,
    /// pruned or not: weights, biases, γ, β, running statistics, optimizer state and its step count.
    /// </summary>
    /// <param name="model">becomes the ticket</param>
    /// <param name="rewind">the dense network at step k</param>
    /// <param name="mask">what survives</param>
    /// <param name="allowEmptyLayers">as in <see cref="MaskedModel.Apply"/></param>
    public static void Winning(Model model, Snapshot rewind, Mask mask, bool allowEmptyLayers = false)
    {
        model.Restore(rewind);
        model.Apply(mask, allowEmptyLayers);
    }

    /// <summary>The random ticket: the mask on new initial values of all components, untrained.</summary>
    /// <param name="model">becomes the ticket</param>
    /// <param name="mask">what survives</param>
    /// <param name="seed">of the run, as the winning ticket's initial values were drawn from</param>
    /// <param name="round">of pruning: another draw for each</param>
    /// <param name="allowEmptyLayers">as in <see cref="MaskedModel.Apply"/></param>
    /// <exception cref="InvalidOperationException">The draw left a prunable parameter as the run's own seed makes it.</exception>
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

    /// <summary>The seed of a random ticket's initial values: of a stream of its own.</summary>
    static ulong RandomSeed(ulong seed, int round)
    {
        Span<uint> words = stackalloc uint[2];
        Philox.Fill(RandomStream.For(seed, "random ticket", (ulong)round), words);
        return ((ulong)words[0] << 32) | words[1];
    }
}
