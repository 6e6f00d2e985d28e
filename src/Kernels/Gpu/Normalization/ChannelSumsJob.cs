using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The terms of two sums over the same elements of a channel.</summary>
interface IChannelTerm
{
    /// <summary>The terms of element i of channel c.</summary>
    (double A, double B) At(int c, int i);
}

/// <summary>Σ x and Σ x².</summary>
readonly struct MomentTerm<TElements>(TElements x) : IChannelTerm where TElements : struct, IElements
{
    public (double A, double B) At(int c, int i)
    {
        double value = x.Load(i);
        return (value, value * value);
    }
}

/// <summary>Σ gy and Σ gy (x − mean).</summary>
readonly struct GradientTerm<TElements>(TElements x, TElements gy, ArrayView<float> mean) : IChannelTerm where TElements : struct, IElements
{
    public (double A, double B) At(int c, int i)
    {
        double gradient = gy.Load(i);
        return (gradient, gradient * (x.Load(i) - mean[c]));
    }
}

/// <summary>parts[2 (s C + c)], parts[2 (s C + c) + 1] ← the two sums over segment s of channel c, one group per segment and channel.</summary>
/// <param name="parts">(segments, C, 2)</param>
/// <param name="channels">C</param>
/// <param name="length">elements per channel</param>
/// <param name="segments">segments per channel</param>
readonly struct ChannelSumsJob<TTerm>(TTerm term, ArrayView<double> parts, int channels, int length, int segments) : IGpuJob where TTerm : struct, IChannelTerm
{
    public void Execute()
    {
        var c = Grid.IdxX / segments;
        var segment = Grid.IdxX - c * segments;
        var first = (int)((long)length * segment / segments);
        var end = (int)((long)length * (segment + 1) / segments);
        var (a, b) = (0.0, 0.0);
        for (var i = first + Group.IdxX; i < end; i += Group.DimX)
        {
            var (termA, termB) = term.At(c, c * length + i);
            a += termA;
            b += termB;
        }
        (a, b) = GroupSum.Pair(a, b);
        if (Group.IdxX != 0) return;
        var at = 2 * (segment * channels + c);
        parts[at] = a;
        parts[at + 1] = b;
    }
}

static class ChannelParts
{
    /// <summary>The sums of channel c over all segments.</summary>
    public static (double A, double B) Sum(ArrayView<double> parts, int channels, int segments, int c)
    {
        var (a, b) = (0.0, 0.0);
        for (var s = 0; s < segments; s++)
        {
            var at = 2 * (s * channels + c);
            a += parts[at];
            b += parts[at + 1];
        }
        return (a, b);
    }
}
