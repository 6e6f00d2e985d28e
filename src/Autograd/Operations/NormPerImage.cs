namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(…, N) → (1, …, 1, N): the Euclidean norm over everything but the batch, √(Σx² + 10⁻¹²). The constant keeps the gradient finite at zero.</summary>
    public Variable NormPerImage()
    {
        var last = Shape.Rank - 1;
        return (Square().SumTo(Shapes.Ones(Shape.Rank).With(last, Shape[last])) + 1e-12).Sqrt();
    }
}
