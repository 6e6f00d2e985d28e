using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>y ← (x − mean) scale + shift, per channel. Four elements at a time require that the channels' length is a multiple of four.</summary>
readonly struct NormaliseStep<TElements>(TElements x, ArrayView<Float4> maps, int length, TElements y) : IStep where TElements : struct, IElements
{
    public void At(int i) => y.Store(i, Apply(maps[i / length], x.Load(i)));

    public void AtFour(int i)
    {
        var map = maps[4 * i / length];
        var a = x.LoadFour(i);
        y.StoreFour(i, new Float4(Apply(map, a.X), Apply(map, a.Y), Apply(map, a.Z), Apply(map, a.W)));
    }

    static float Apply(Float4 map, float x) => (x - map.X) * map.Y + map.Z;
}

/// <summary>gx ← factor ((gy − centre) − (x − mean) slope), per channel.</summary>
readonly struct NormaliseBackwardStep<TElements>(TElements x, TElements gy, ArrayView<Float4> maps, int length, TElements gx) : IStep where TElements : struct, IElements
{
    public void At(int i) => gx.Store(i, Apply(maps[i / length], x.Load(i), gy.Load(i)));

    public void AtFour(int i)
    {
        var map = maps[4 * i / length];
        var a = x.LoadFour(i);
        var g = gy.LoadFour(i);
        gx.StoreFour(i, new Float4(Apply(map, a.X, g.X), Apply(map, a.Y, g.Y), Apply(map, a.Z, g.Z), Apply(map, a.W, g.W)));
    }

    static float Apply(Float4 map, float x, float gradient) => map.Y * (gradient - map.W - (x - map.X) * map.Z);
}
