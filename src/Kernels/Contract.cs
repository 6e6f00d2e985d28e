namespace SparseGen.Kernels;

/// <summary>The argument checks of <see cref="IKernels"/>. Every implementation of an operation begins with the check that belongs to it.</summary>
static class Contract
{
    public static void Convolution(in ConvolutionShape shape, Tensor x, in Weight w, Tensor y)
    {
        Same("x", x.Shape, shape.Input);
        Same("y", y.Shape, shape.Output);
        if (w.Pattern is not { } pattern)
        {
            if (w.Values.Count != shape.Weight.Count || w.Values.Shape[0] != shape.OutChannels)
                throw Mismatch("the weight", w.Values.Shape, shape.Weight);
            return;
        }
        if (pattern.Shape.Count != shape.Weight.Count || pattern.Shape[0] != shape.OutChannels)
            throw Mismatch("the pattern", pattern.Shape, shape.Weight);
        Survivors(pattern, w.Values);
    }

    public static void Pointwise(Tensor x, Tensor y) => Same("y", y.Shape, x.Shape);

    public static void SameCount(Tensor x, Tensor y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"Shapes {x.Shape} and {y.Shape} differ in their number of elements.");
    }

    /// <summary>x broadcasts to y: equal rank, each size equal or 1.</summary>
    public static void Broadcast(in Shape x, in Shape y)
    {
        var fits = x.Rank == y.Rank;
        for (var i = 0; fits && i < x.Rank; i++) fits = x[i] == y[i] || x[i] == 1;
        if (!fits) throw new ArgumentException($"Shape {x} does not broadcast to {y}: each size must be equal or 1.");
    }

    /// <summary>Vectors with one element per channel of x (C, …, N).</summary>
    public static void Channels(Tensor x, params ReadOnlySpan<Tensor?> vectors)
    {
        if (x.Shape.Rank < 2) throw new ArgumentException($"Batch normalisation takes (C, …, N), not {x.Shape}.");
        foreach (var vector in vectors)
            if (vector is not null && (vector.Shape.Rank != 1 || vector.Shape[0] != x.Shape[0]))
                throw new ArgumentException($"A vector of {vector.Shape} does not belong to the channels of {x.Shape}.");
    }

    public static void Pool(in PoolShape shape, Tensor x, Tensor y)
    {
        Same("x", x.Shape, shape.Input);
        Same("y", y.Shape, shape.Output);
    }

    public static void Logits(Tensor logits, Tensor same)
    {
        if (logits.Shape.Rank != 2 || logits.Shape[0] == 0) throw new ArgumentException($"Logits are (K, N) with K > 0, not {logits.Shape}.");
        Same("the second argument", same.Shape, logits.Shape);
    }

    public static void Survivors(Pattern pattern, Tensor values)
    {
        if (values.Count != pattern.Count)
            throw new ArgumentException($"A pattern with {pattern.Count} survivors of {pattern.Shape} does not fit values {values.Shape}.");
    }

    /// <summary>A dense weight and the vector of its survivors.</summary>
    public static void Masked(Pattern pattern, Tensor dense, Tensor values)
    {
        if (dense.Count != pattern.Shape.Count) throw Mismatch("the dense weight", dense.Shape, pattern.Shape);
        Survivors(pattern, values);
    }

    /// <summary>A weight, or its survivors, and the format that it is rounded to.</summary>
    public static void Quantised(Tensor x, Pattern? pattern, DType format, Tensor y)
    {
        Same("y", y.Shape, x.Shape);
        if (pattern is not null) Survivors(pattern, x);
        if (format is not (DType.BFloat16 or DType.Float8E4M3 or DType.Float8E5M2)) throw new ArgumentException($"Weights are rounded to BFloat16, Float8E4M3 or Float8E5M2, not to {format}.");
    }

    /// <summary>Parameters with one or two state tensors each.</summary>
    public static void Optimizer(ReadOnlySpan<Trained> parameters, int states)
    {
        foreach (var (parameter, gradient, first, second) in parameters)
        {
            if (second is null != (states == 1))
                throw new ArgumentException($"The optimizer keeps {states} states a parameter; {parameter.Shape} has {(second is null ? 1 : 2)}.");
            foreach (var other in (ReadOnlySpan<Tensor>)[gradient, first, second ?? first])
                if (other.Count != parameter.Count)
                    throw new ArgumentException($"A gradient or optimizer state {other.Shape} does not fit the parameter {parameter.Shape}.");
        }
    }

    public static void Same(string what, in Shape found, in Shape expected)
    {
        if (found != expected) throw Mismatch(what, found, expected);
    }

    static ArgumentException Mismatch(string what, in Shape found, in Shape expected) =>
        new($"Expected {what} to have shape {expected}, found {found}.");
}
