namespace SparseGen.Kernels;

/// <summary>Functions of one element, with up to two constants a and b.</summary>
public enum UnaryFunction
{
    /// <summary>a·x + b</summary>
    Affine,

    /// <summary>|x|</summary>
    Abs,

    /// <summary>−1, 0 or 1</summary>
    Sign,

    /// <summary>x²</summary>
    Square,

    /// <summary>√x</summary>
    Sqrt,

    /// <summary>1/x</summary>
    Reciprocal,

    /// <summary>eˣ</summary>
    Exp,

    /// <summary>ln x</summary>
    Log,

    Tanh,

    /// <summary>1/(1 + e⁻ˣ)</summary>
    Sigmoid,

    /// <summary>ln(1 + eˣ)</summary>
    Softplus,

    /// <summary>max(x, 0)</summary>
    Relu,

    /// <summary>x if x > 0, else a·x</summary>
    LeakyRelu,

    /// <summary>x limited to [a, b]</summary>
    Clamp,
}

/// <summary>Functions of two elements x and y, with a constant a.</summary>
public enum BinaryFunction
{
    /// <summary>x + y</summary>
    Add,

    /// <summary>x − y</summary>
    Subtract,

    /// <summary>x·y</summary>
    Multiply,

    /// <summary>x/y</summary>
    Divide,

    /// <summary>x + a·y</summary>
    AddScaled,

    /// <summary>max(x + y, 0)</summary>
    AddRelu,

    /// <summary>(x − y)²</summary>
    SquaredDifference,

    /// <summary>ln(1 + eˣ) − y·x: binary cross entropy of logit x against target y in [0, 1]</summary>
    BceWithLogits,

    /// <summary>x if y > 0, else a·x: the gradient x through (leaky) ReLU with value or argument y</summary>
    LeakyReluGradient,

    /// <summary>x (1 − y²): the gradient x through tanh with value y</summary>
    TanhGradient,

    /// <summary>x·y (1 − y): the gradient x through the sigmoid with value y</summary>
    SigmoidGradient,
}
