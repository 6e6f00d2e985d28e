using SparseGen.Kernels;

namespace SparseGen.Autograd;

public static partial class GradientCheck
{
    static readonly GradientInput Matrix = new(new Shape(3, 4));
    static readonly GradientInput Image = new(new Shape(2, 5, 4, 3));
    static readonly GradientInput Channels = new(new Shape(2));

    static readonly ConvolutionShape Strided = ConvolutionShape.Convolution(Image.Shape, new Shape(3, 2, 3, 2), (2, 1), (1, 0));

    /// <summary>One case per operation and variant: broadcast, masked, in training and in evaluation mode.</summary>
    public static IReadOnlyList<GradientCase> Catalogue { get; } =
    [
        // Linear and piecewise linear functions have a second derivative of zero. Multiplied by x or composed with exp, their second-order check is
        // not trivial.
        new("affine", v => (3 - 2 * v[0] / 4 + 1).Exp(), Matrix),
        new("abs", v => v[0].Abs() * v[0], Matrix with { Domain = Domain.AwayFromZero }),
        new("square", v => v[0].Square(), Matrix),
        new("sqrt", v => v[0].Sqrt(), Matrix with { Domain = Domain.Positive }),
        new("reciprocal", v => 2 / v[0], Matrix with { Domain = Domain.AwayFromZero }),
        new("exp", v => v[0].Exp(), Matrix),
        new("log", v => v[0].Log(), Matrix with { Domain = Domain.Positive }),
        new("tanh", v => v[0].Tanh(), Matrix),
        new("sigmoid", v => v[0].Sigmoid(), Matrix),
        new("softplus", v => v[0].Softplus(), Matrix),
        new("relu", v => v[0].Relu() * v[0], Matrix with { Domain = Domain.AwayFromZero }),
        new("leaky relu", v => v[0].LeakyRelu(0.2) * v[0], Matrix with { Domain = Domain.AwayFromZero }),

        new("add", v => (v[0] + v[1]).Exp(), Matrix, Matrix),
        new("subtract", v => (v[0] - v[1]).Exp(), Matrix, Matrix),
        new("multiply", v => v[0] * v[1], Matrix, Matrix),
        new("divide", v => v[0] / v[1], Matrix, Matrix with { Domain = Domain.AwayFromZero }),
        new("squared difference", v => v[0].SquaredDifference(v[1]), Matrix, Matrix),
        new("add, broadcast", v => (v[0] + v[1]).Exp(), new(new Shape(3, 1)), new(new Shape(1, 4))),
        new("subtract, broadcast", v => (v[0] - v[1]).Exp(), Matrix, new(new Shape(3, 1))),
        new("multiply, broadcast", v => v[0] * v[1], new(new Shape(1, 4)), Matrix),
        new("multiply, scalar", v => v[0] * v[1], new(new Shape()), Matrix),
        new("divide, broadcast", v => v[0] / v[1], Matrix, new(new Shape(1, 4), Domain.AwayFromZero)),
        new("squared difference, broadcast", v => v[0].SquaredDifference(v[1]), Matrix, new(new Shape(1, 4))),

        new("sum", v => v[0].SumTo(new Shape(1, 4)).Exp(), Matrix),
        new("mean", v => v[0].Mean().Exp(), Matrix),
        new("expand", v => v[0].Expand(new Shape(3, 4)).Exp(), new GradientInput(new Shape(3, 1))),
        new("reshape", v => v[0].Reshape(new Shape(2, 6)).Exp(), Matrix),
        new("norm per image", v => v[0].NormPerImage(), Image),

        Forward("convolution", Strided),
        BackwardData("transposed convolution", Strided),
        BackwardWeights("weight gradient", Strided),
        Forward("convolution, masked", Strided, Half(Strided.Weight)),
        BackwardData("transposed convolution, masked", Strided, Half(Strided.Weight)),
        BackwardWeights("weight gradient, masked", Strided, Half(Strided.Weight)),
        new("linear", v => Contraction.Linear(v[0], v[1]), Matrix, new(new Shape(2, 3))),
        new("linear, masked", v => Contraction.Linear(v[0], v[1], Half(new Shape(2, 3))), Matrix, new(new Shape(3))),

        new("batch norm, train", v => v[0].BatchNormTrain(v[1], v[2], epsilon: 1e-5), Image, Channels, Channels),
        new("batch norm, evaluate", EvaluateBatchNorm, Image, Channels, Channels),

        new("softmax", v => v[0].Softmax(), Matrix),
        new("softmax cross entropy", v => v[0].SoftmaxCrossEntropy(Targets(v[0])), Matrix),
        new("binary cross entropy", v => v[0].BceWithLogits(v[1]), Matrix, Matrix with { Domain = Domain.Positive }),
        new("binary cross entropy against 1", v => v[0].BceWithLogits(1), Matrix),
        new("gradient penalty", GradientPenalty, Image, new(Strided.Weight)),
    ];

    static GradientCase Forward(string name, ConvolutionShape shape, Pattern? pattern = null) =>
        new(name, v => Contraction.Forward(shape, v[0], v[1], pattern), new(shape.Input), Stored(shape, pattern));

    static GradientCase BackwardData(string name, ConvolutionShape shape, Pattern? pattern = null) =>
        new(name, v => Contraction.BackwardData(shape, v[0], v[1], pattern), new(shape.Output), Stored(shape, pattern));

    static GradientCase BackwardWeights(string name, ConvolutionShape shape, Pattern? pattern = null) =>
        new(name, v => Contraction.BackwardWeights(shape, v[0], v[1], pattern), new(shape.Input), new(shape.Output));

    static GradientInput Stored(in ConvolutionShape shape, Pattern? pattern) => new(pattern is null ? shape.Weight : new Shape(pattern.Count));

    /// <summary>A pattern in which every second entry survives.</summary>
    static Pattern Half(in Shape weight)
    {
        var mask = new byte[weight.Count];
        for (var i = 0; i < mask.Length; i += 2) mask[i] = 1;
        return new Pattern(weight, mask);
    }

    static Variable EvaluateBatchNorm(Variable[] v)
    {
        var mean = Variable.Constant(v[0].Device, Channels.Shape, 0.3);
        var variance = Variable.Constant(v[0].Device, Channels.Shape, 0.7);
        return v[0].BatchNormEvaluate(v[1], v[2], mean.Value, variance.Value, epsilon: 1e-5);
    }

    static Tensor Targets(Variable logits) => Variable.Constant(logits.Device, logits.Shape, 1.0 / logits.Shape[0]).Value;

    /// <summary>The gradient penalty mean (‖∂/∂x Σ tanh(w ⋆ x)‖ − 1)² (Gulrajani et al. 2017, eq. 3): a function that contains a gradient.</summary>
    static Variable GradientPenalty(Variable[] v)
    {
        var critic = Contraction.Forward(Strided, v[0], v[1]).Tanh().Sum();
        var gradient = Gradient.Of(critic, [v[0]], createGraph: true)[0];
        return (gradient.NormPerImage() - 1).Square().Mean();
    }
}
