namespace SparseGen.Kernels.Reference;

// The numbers are generated in Float32, so that all devices start from the same ones.
sealed partial class ReferenceKernels
{
    const int Chunk = 256;

    public void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1)
    {
        using var rounding = RoundAtEnd();
        Span<float> drawn = stackalloc float[Chunk];
        var ys = Values(y);
        for (var start = 0; start < ys.Length; start += Chunk)
        {
            var part = ys[start..Math.Min(start + Chunk, ys.Length)];
            Philox.Uniform(stream, start, drawn[..part.Length]);
            for (var i = 0; i < part.Length; i++) part[i] = low + (high - low) * drawn[i];
        }
    }

    public void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1)
    {
        using var rounding = RoundAtEnd();
        Span<float> drawn = stackalloc float[Chunk];
        var ys = Values(y);
        for (var start = 0; start < ys.Length; start += Chunk)
        {
            var part = ys[start..Math.Min(start + Chunk, ys.Length)];
            Philox.Normal(stream, start, drawn[..part.Length]);
            for (var i = 0; i < part.Length; i++) part[i] = mean + deviation * drawn[i];
        }
    }
}
