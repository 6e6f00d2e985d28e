namespace SparseGen.Autograd;

/// <summary>The multiply-adds of contractions, one direction; ×2 they are FLOPs.</summary>
/// <param name="Nominal">with all weights, taps in the padding counted</param>
/// <param name="InBounds">with all weights, taps in the padding not counted</param>
/// <param name="Surviving">as InBounds, with surviving weights alone</param>
public readonly record struct MultiplyAdds(double Nominal, double InBounds, double Surviving)
{
    public static MultiplyAdds operator +(MultiplyAdds a, MultiplyAdds b) =>
        new(a.Nominal + b.Nominal, a.InBounds + b.InBounds, a.Surviving + b.Surviving);

    /// <summary>
    /// What it took to compute a variable, by the shapes and masks of the contractions on the way: all of them that are
    /// recorded, those that lead to a weight (as in spectral normalisation) left out, since they are not done for each image.
    /// </summary>
    public static MultiplyAdds Of(Variable output)
    {
        var sum = new MultiplyAdds();
        var met = new HashSet<Operation>();
        var left = new Stack<Variable>([output]);
        while (left.TryPop(out var variable))
        {
            if (variable.Operation is not { } operation || !met.Add(operation)) continue;
            var contraction = operation as ContractionOperation;
            if (contraction is not null) sum += contraction.MultiplyAdds;
            foreach (var input in contraction is null ? operation.Inputs : contraction.Activations) left.Push(input);
        }
        return sum;
    }
}
