using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>One step of Adam on the parameter p with gradient g and moments m and v. The order of operations is PyTorch's.</summary>
readonly unsafe struct AdamUpdate<TLanes> : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly float* _p, _g, _m, _v;
    readonly float _beta2, _rest1, _rest2, _rate, _rootCorrection, _epsilon;

    public AdamUpdate(in AdamStep step, float* p, float* g, float* m, float* v)
    {
        _p = p;
        _g = g;
        _m = m;
        _v = v;
        _beta2 = (float)step.Beta2;
        _rest1 = (float)(1 - step.Beta1);
        _rest2 = (float)(1 - step.Beta2);
        _rate = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step)));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Step)));
        _epsilon = (float)step.Epsilon;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var g = window.Load(_g + i);
        var m = window.Load(_m + i);
        m = TLanes.MultiplyAdd(TLanes.Create(_rest1), g - m, m);
        window.Store(_m + i, m);
        var v = TLanes.MultiplyAdd(TLanes.Create(_rest2) * g, g, window.Load(_v + i) * TLanes.Create(_beta2));
        window.Store(_v + i, v);
        var deviation = TLanes.MultiplyAdd(TLanes.Sqrt(v), TLanes.Create(_rootCorrection), TLanes.Create(_epsilon));
        window.Store(_p + i, window.Load(_p + i) - TLanes.Create(_rate) * m / deviation);
    }
}

/// <summary>One step of RMSprop on the parameter p with gradient g and second moment v.</summary>
readonly unsafe struct RmsPropUpdate<TLanes>(in RmsPropStep step, float* p, float* g, float* v) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly float _alpha = (float)step.Alpha, _rest = (float)(1 - step.Alpha), _rate = (float)step.LearningRate, _epsilon = (float)step.Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var gradient = window.Load(g + i);
        var second = TLanes.MultiplyAdd(TLanes.Create(_rest) * gradient, gradient, window.Load(v + i) * TLanes.Create(_alpha));
        window.Store(v + i, second);
        var deviation = TLanes.Sqrt(second) + TLanes.Create(_epsilon);
        window.Store(p + i, window.Load(p + i) - TLanes.Create(_rate) * gradient / deviation);
    }
}

/// <summary>One step of gradient descent on the parameter p with gradient g and momentum m.</summary>
readonly unsafe struct SgdUpdate<TLanes>(in SgdStep step, float* p, float* g, float* m) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly float _momentum = (float)step.Momentum, _decay = (float)step.WeightDecay, _rate = (float)step.LearningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var parameter = window.Load(p + i);
        var gradient = TLanes.MultiplyAdd(TLanes.Create(_decay), parameter, window.Load(g + i));
        var direction = TLanes.MultiplyAdd(TLanes.Create(_momentum), window.Load(m + i), gradient);
        window.Store(m + i, direction);
        window.Store(p + i, TLanes.MultiplyAdd(TLanes.Create(-_rate), direction, parameter));
    }
}
