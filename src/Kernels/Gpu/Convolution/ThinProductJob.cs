using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Forward and BackwardData of a dense weight with few target channels: a thread computes four columns of eight target
/// channels. Groups: (tiles of columns, target channels / 8, phases · splits).
/// </summary>
readonly struct ThinProductJob<TElements>(Product<TElements> product) : IGpuJob where TElements : struct, IElements
{
    public void Execute()
    {
        var geometry = product.Geometry;
        var splits = product.Splits;
        var phase = Grid.IdxZ / splits;
        var split = Grid.IdxZ - phase * splits;
        var column = 4 * (Grid.IdxX * Group.DimX + Group.IdxX);
        if (column >= geometry.Pixels(phase) * geometry.Batch) return;
        var pixel = column / geometry.Batch;
        var sample = column - pixel * geometry.Batch;
        var taps = geometry.Taps(phase);
        var table = geometry.FirstSource(phase) + pixel * taps;
        var first = (int)((long)geometry.SourceChannels * split / splits);
        var end = (int)((long)geometry.SourceChannels * (split + 1) / splits);
        var weightStride = product.PaddedTargets / 4;

        Float4 r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        for (var tap = 0; tap < taps; tap++)
        {
            var from = geometry.Sources[table + tap];
            if (from < 0) continue;
            var at = (first * geometry.SourcePlane + from * geometry.Batch + sample) >> 2;
            var weight = (geometry.FirstRow(phase) + first * taps + tap) * weightStride + 2 * Grid.IdxY;
            for (var c = first; c < end; c++)
            {
                var x = product.Source.LoadFour(at);
                var a = product.Weights[weight];
                var b = product.Weights[weight + 1];
                Add(ref r0, a.X, x);
                Add(ref r1, a.Y, x);
                Add(ref r2, a.Z, x);
                Add(ref r3, a.W, x);
                Add(ref r4, b.X, x);
                Add(ref r5, b.Y, x);
                Add(ref r6, b.Z, x);
                Add(ref r7, b.W, x);
                at += geometry.SourcePlane >> 2;
                weight += taps * weightStride;
            }
        }
        var to = product.Offset(phase, split, column);
        var row = ThinTile.Rows * Grid.IdxY;
        product.Store(to, row, r0, r1, r2, r3);
        product.Store(to, row + 4, r4, r5, r6, r7);
    }

    static void Add(ref Float4 sum, float weight, Float4 x)
    {
        sum.X += weight * x.X;
        sum.Y += weight * x.Y;
        sum.Z += weight * x.Z;
        sum.W += weight * x.W;
    }
}

static class ThinTile
{
    /// <summary>Target channels per thread of a <see cref="ThinProductJob{TElements}"/>.</summary>
    public const int Rows = 8;
}
