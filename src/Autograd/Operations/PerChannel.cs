namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(C) → (C, 1, …, 1) of the given rank, to broadcast over an activation (C, …, N).</summary>
    public Variable PerChannel(int rank) => Reshape(Shapes.Ones(rank).With(0, (int)Value.Count));
}
