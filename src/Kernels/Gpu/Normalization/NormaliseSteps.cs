using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>y ← (x − mean) scale + shift, per channel. Four elements at a time require that the channels' length is a multiple of four.</summary>
readonly struct NormaliseStep(ArrayView<float> x, ArrayView<Float4> maps, int length, ArrayView<float> y) : IStep
{
    public void At(int i) => y[i] = Apply(maps[i / length], x[i]);

    public void AtFour(int i)
    {
        var map = maps[4 * i / length];
        var a = x.Cast<Float4>()[i];
        y.Cast<Float4>()[i] = new Float4(Apply(map, a.X), Apply(map, a.Y), Apply(map, a.Z), Apply(map, a.W));
    }

    static float Apply(Float4 map, float x) => (x - map.X) * map.Y + map.Z;
}

/// <summary>gx ← factor ((gy − centre) − (x − mean) slope), per channel.</summary>
readonly struct NormaliseBackwardStep(ArrayView<float> x, ArrayView<float> gy, ArrayView<Float4> maps, int length, ArrayView<float> gx) : IStep
{
    public void At(int i) => gx[i] = Apply(maps[i / length], x[i], gy[i]);

    public void AtFour(int i)
    {
        var map = maps[4 * i / length];
        var a = x.Cast<Float4>()[i];
        var g = gy.Cast<Float4>()[i];
        gx.Cast<Float4>()[i] = new Float4(Apply(map, a.X, g.X), Apply(map, a.Y, g.Y), Apply(map, a.Z, g.Z), Apply(map, a.W, g.W));
    }

    static float Apply(Float4 map, float x, float gradient) => map.Y * (gradient - map.W - (x - map.X) * map.Z);
}
