using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// w → w/σ, σ the largest singular value of the weight as a matrix (out, in·kh·kw), pruned entries zero (Miyato et al. 2018,
/// section 2.1). Each call in training mode makes one power iteration, v ← wᵀu/‖wᵀu‖, u ← wv/‖wv‖, σ = uᵀwv; evaluation uses the
/// stored u and v. Both are buffers. The gradient includes that of σ, in which u and v are constants.
/// </summary>
public sealed class SpectralNorm : Module
{
    readonly Parameter _weight;
    readonly Buffer _u;
    readonly Buffer _v;

    /// <param name="weight">(out, in, kh, kw) or (out, in)</param>
    public SpectralNorm(Device device, Parameter weight) : base(device)
    {
        _weight = weight;
        _u = AddBuffer("u", new Shape(weight.Shape[0]), Initialiser.Normal(1));
        _v = AddBuffer("v", new Shape((int)Matrix.Input.Count), Initialiser.Normal(1));
    }

    /// <summary>The product of the weight as a matrix with a vector: a convolution of one image of the kernel's size.</summary>
    ConvolutionShape Matrix => _weight.Shape.Rank == 2
        ? ConvolutionShape.Linear(batch: 1, inFeatures: _weight.Shape[1], outFeatures: _weight.Shape[0])
        : ConvolutionShape.Convolution(new Shape(_weight.Shape[1], _weight.Shape[2], _weight.Shape[3], 1), _weight.Shape, (1, 1), (0, 0));

    /// <param name="x">the weight as it is stored: dense, or the survivors only</param>
    /// <param name="mode">whether u and v are iterated</param>
    public override Variable Forward(Variable x, Mode mode) => x / Sigma(x, mode);

    /// <summary>σ, of rank 0</summary>
    internal Variable Sigma(Variable w, Mode mode)
    {
        var matrix = Matrix;
        if (_weight.Pattern is null) w = w.Reshape(matrix.Weight);
        var (u, v) = (Copy(_u, matrix.Output), Copy(_v, matrix.Input));
        if (mode == Mode.Train) v = Normalised(Contraction.BackwardData(matrix, u, w.Detach(), _weight.Pattern), _v);
        var wv = Contraction.Forward(matrix, v, w, _weight.Pattern);
        if (mode == Mode.Train) u = Normalised(wv.Detach(), _u);
        return (u * wv).Sum();
    }

    /// <summary>A copy of a buffer: the recorded graph must keep the current value when the next call changes the buffer.</summary>
    Variable Copy(Buffer buffer, in Shape shape)
    {
        var copy = Device.Allocate(shape);
        Device.Kernels.Copy(buffer.Tensor, copy);
        return new Variable(Device, copy) { CopyOf = buffer.Tensor };
    }

    /// <summary>x/‖x‖, which is also stored in a buffer.</summary>
    Variable Normalised(Variable x, Buffer buffer)
    {
        var unit = x / (x.Square().Sum() + 1e-24).Sqrt();
        Device.Kernels.Copy(unit.Value, buffer.Tensor);
        return new Variable(Device, unit.Value) { CopyOf = buffer.Tensor };
    }
}
