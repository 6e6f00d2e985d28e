using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    public static Variable operator +(Variable x, double b) => new Affine(1, b).Of(x);

    public static Variable operator +(double b, Variable x) => new Affine(1, b).Of(x);

    public static Variable operator -(Variable x, double b) => new Affine(1, -b).Of(x);

    public static Variable operator -(double b, Variable x) => new Affine(-1, b).Of(x);

    public static Variable operator *(Variable x, double a) => new Affine(a, 0).Of(x);

    public static Variable operator *(double a, Variable x) => new Affine(a, 0).Of(x);

    public static Variable operator /(Variable x, double a) => new Affine(1 / a, 0).Of(x);

    public static Variable operator /(double a, Variable x) => x.Reciprocal() * a;

    public static Variable operator -(Variable x) => new Affine(-1, 0).Of(x);
}

/// <summary>y = a·x + b</summary>
sealed class Affine(double a, double b) : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Affine, x, y, a, b);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy * a;
}
