using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>−1, 0 or 1. Piecewise constant: no gradient flows through it.</summary>
    public Variable Sign()
    {
        var sign = Allocate(Shape);
        Device.Kernels.Unary(UnaryFunction.Sign, Value, sign);
        return new Variable(Device, sign);
    }
}
