namespace SparseGen.Kernels.Gpu;

/// <summary>An optimizer's update of one element: parameter p and states a and b, given gradient g.</summary>
interface IUpdate
{
    /// <summary>Whether there is a state b.</summary>
    static abstract bool HasSecondState { get; }

    void Apply(float g, ref float p, ref float a, ref float b);
}

/// <summary>A step of Adam with moments a and b. The order of operations is PyTorch's.</summary>
readonly struct AdamUpdate : IUpdate
{
    public static bool HasSecondState => true;

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
    public static bool HasSecondState => false;

    readonly float _alpha = (float)step.Alpha, _rest = (float)(1 - step.Alpha), _rate = (float)step.LearningRate, _epsilon = (float)step.Epsilon;

    public void Apply(float g, ref float p, ref float a, ref float b)
    {
        a = a * _alpha + _rest * g * g;
        p -= _rate * g / (MathF.Sqrt(a) + _epsilon);
    }
}

/// <summary>A step of gradient descent with momentum a, in double since momentum and gradient may cancel.</summary>
readonly struct SgdUpdate(in SgdStep step) : IUpdate
{
    public static bool HasSecondState => false;

    readonly double _momentum = step.Momentum, _decay = step.WeightDecay, _rate = step.LearningRate;

    public void Apply(float g, ref float p, ref float a, ref float b)
    {
        var direction = _momentum * a + (g + _decay * p);
        a = (float)direction;
        p = (float)(p - _rate * direction);
    }
}
