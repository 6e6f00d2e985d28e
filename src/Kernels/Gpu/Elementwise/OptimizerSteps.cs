using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>What an optimizer does to one number of a parameter: p and the states a and b, given gradient g.</summary>
interface IUpdate
{
    void Apply(float g, ref float p, ref float a, ref float b);
}

/// <summary>A step of Adam with moments a and b; operations in PyTorch's order.</summary>
readonly struct AdamUpdate : IUpdate
{
    readonly float _beta2, _rest1, _rest2, _rate, _rootCorrection, _epsilon;

    public AdamUpdate(in AdamStep step)
    {
        _beta2 = (float)step.Beta2;
        _rest1 = (float)(1 - step.Beta1);
        _rest2 = (float)(1 - step.Beta2);
        _rate = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step)));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Step)));
        _epsilon = (float)step.Epsilon;
    }

    public void Apply(float g, ref float p, ref float a, ref float b)
    {
        a += _rest1 * (g - a);
        b = b * _beta2 + _rest2 * g * g;
        p -= _rate * a / (MathF.Sqrt(b) * _rootCorrection + _epsilon);
    }
}

/// <summary>A step of RMSprop with second moment a.</summary>
readonly struct RmsPropUpdate(in RmsPropStep step) : IUpdate
{
    readonly float _alpha = (float)step.Alpha, _rest = (float)(1 - step.Alpha), _rate = (float)step.LearningRate, _epsilon = (float)step.Epsilon;

    public void Apply(float g, ref float p, ref float a, ref float b)
    {
        a = a * _alpha + _rest * g * g;
        p -= _rate * g / (MathF.Sqrt(a) + _epsilon);
    }
}

/// <summary>A step of gradient descent with momentum a, in double: momentum and gradient may cancel.</summary>
readonly struct SgdUpdate(in SgdStep step) : IUpdate
{
    readonly double _momentum = step.Momentum, _decay = step.WeightDecay, _rate = step.LearningRate;

    public void Apply(float g, ref float p, ref float a, ref float b)
    {
        var direction = _momentum * a + (g + _decay * p);
        a = (float)direction;
        p = (float)(p - _rate * direction);
    }
}

/// <summary>An optimizer's update of a parameter p with gradient g and state a.</summary>
readonly struct UpdateStep<TUpdate>(TUpdate update, ArrayView<float> p, ArrayView<float> g, ArrayView<float> a) : IStep where TUpdate : struct, IUpdate
{
    public void At(int i)
    {
        var (parameter, state, none) = (p[i], a[i], 0f);
        update.Apply(g[i], ref parameter, ref state, ref none);
        p[i] = parameter;
        a[i] = state;
    }

    public void AtFour(int i)
    {
        var parameter = p.Cast<Float4>()[i];
        var gradient = g.Cast<Float4>()[i];
        var state = a.Cast<Float4>()[i];
        var none = 0f;
        update.Apply(gradient.X, ref parameter.X, ref state.X, ref none);
        update.Apply(gradient.Y, ref parameter.Y, ref state.Y, ref none);
        update.Apply(gradient.Z, ref parameter.Z, ref state.Z, ref none);
        update.Apply(gradient.W, ref parameter.W, ref state.W, ref none);
        p.Cast<Float4>()[i] = parameter;
        a.Cast<Float4>()[i] = state;
    }
}

/// <summary>An optimizer's update of a parameter p with gradient g and states a and b.</summary>
readonly struct UpdateTwoStep<TUpdate>(TUpdate update, ArrayView<float> p, ArrayView<float> g, ArrayView<float> a, ArrayView<float> b) : IStep where TUpdate : struct, IUpdate
{
    public void At(int i)
    {
        var (parameter, first, second) = (p[i], a[i], b[i]);
        update.Apply(g[i], ref parameter, ref first, ref second);
        p[i] = parameter;
        a[i] = first;
        b[i] = second;
    }

    public void AtFour(int i)
    {
        var parameter = p.Cast<Float4>()[i];
        var gradient = g.Cast<Float4>()[i];
        var first = a.Cast<Float4>()[i];
        var second = b.Cast<Float4>()[i];
        update.Apply(gradient.X, ref parameter.X, ref first.X, ref second.X);
        update.Apply(gradient.Y, ref parameter.Y, ref first.Y, ref second.Y);
        update.Apply(gradient.Z, ref parameter.Z, ref first.Z, ref second.Z);
        update.Apply(gradient.W, ref parameter.W, ref first.W, ref second.W);
        p.Cast<Float4>()[i] = parameter;
        a.Cast<Float4>()[i] = first;
        b.Cast<Float4>()[i] = second;
    }
}
