namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(C) as (C, 1, …, 1), ready to broadcast over an activation of that rank.</summary>
    public Variable PerChannel(int rank) => Reshape(Shapes.Ones(rank).With(0, (int)Value.Count));
}
