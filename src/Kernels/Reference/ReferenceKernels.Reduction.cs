namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Expand(Tensor x, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.Broadcast(x.Shape, y.Shape);
        var xs = Values(x);
        var ys = Values(y);
        for (var i = 0; i < ys.Length; i++) ys[i] = xs[Broadcast(y.Shape, x.Shape, i)];
    }

    public void Sum(Tensor x, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.Broadcast(y.Shape, x.Shape);
        var xs = Values(x);
        var ys = Values(y);
        ys.Clear();
        for (var i = 0; i < xs.Length; i++) ys[Broadcast(x.Shape, y.Shape, i)] += xs[i];
    }

    public void Max(Tensor x, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.Broadcast(y.Shape, x.Shape);
        var xs = Values(x);
        var ys = Values(y);
        ys.Fill(double.NegativeInfinity);
        for (var i = 0; i < xs.Length; i++)
        {
            ref var largest = ref ys[Broadcast(x.Shape, y.Shape, i)];
            largest = Math.Max(largest, xs[i]);
        }
    }
}
