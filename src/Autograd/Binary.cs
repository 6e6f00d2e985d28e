using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>An elementwise function of two inputs, which broadcast: equal rank with sizes equal or 1, or one of them a scalar of rank 0.</summary>
public abstract class Binary : Operation
{
    /// <summary>z ← f(x, y)</summary>
    protected abstract void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z);

    /// <summary>gz · ∂f/∂x, of the shape of z.</summary>
    protected abstract Variable GradientX(Variable x, Variable y, Variable gz);

    /// <summary>gz · ∂f/∂y, of the shape of z.</summary>
    protected abstract Variable GradientY(Variable x, Variable y, Variable gz);

    /// <summary>f(x, y), of the shape to which both broadcast. If their number formats differ, that of the device.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the inputs lie on different devices.</exception>
    public Variable Of(Variable x, Variable y)
    {
        var device = DeviceOf(x, y);
        if (x.Shape.Rank == 0) x = x.Reshape(Shapes.Ones(y.Shape.Rank));
        if (y.Shape.Rank == 0) y = y.Reshape(Shapes.Ones(x.Shape.Rank));
        if (x.Value.DType != y.Value.DType) (x, y) = (x.Wide(), y.Wide());
        var z = x.Allocate(Shapes.Broadcast(x.Shape, y.Shape));
        Forward(device.Kernels, x.Value, y.Value, z);
        return Record(z, x, y);
    }

    internal sealed override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var (x, y) = (trace[Inputs[0]], trace[Inputs[1]]);
        // A scalar; a weight that is stored as its survivors has another rank than the scalar.
        if (Inputs[1].Value.Count == 1 && Inputs[0].Value.Count != 1) return x;
        if (Inputs[0].Value.Count == 1 && Inputs[1].Value.Count != 1) return y;
        var axes = new int[]?[x.Shape.Rank];
        for (var axis = 0; axis < axes.Length; axis++)
            axes[axis] = x.Shape[axis] == y.Shape[axis] ? trace.Unite(x.Axes[axis], y.Axes[axis]) : x.Shape[axis] == 1 ? y.Axes[axis] : x.Axes[axis];
        return new AxisLabels(Shapes.Broadcast(x.Shape, y.Shape), axes);
    }

    protected internal sealed override void Backward(in BackwardContext context)
    {
        var (x, y, gz) = (context.Input(0), context.Input(1), context.Gradient);
        if (context.Needs(0)) context.Add(0, GradientX(x, y, gz).SumTo(x.Shape));
        if (context.Needs(1)) context.Add(1, GradientY(x, y, gz).SumTo(y.Shape));
    }
}
