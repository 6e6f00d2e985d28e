namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step)
    {
        using var rounding = RoundAtEnd();
        Contract.Optimizer(parameters, states: 2);
        var correction1 = 1 - Math.Pow(step.Beta1, step.Step);
        var correction2 = 1 - Math.Pow(step.Beta2, step.Step);
        foreach (var (parameter, gradient, m, v) in parameters)
        {
            var ps = Values(parameter);
            var gs = Values(gradient);
            var ms = Values(m);
            var vs = Values(v!);
            for (var i = 0; i < ps.Length; i++)
            {
                ms[i] = step.Beta1 * ms[i] + (1 - step.Beta1) * gs[i];
                vs[i] = step.Beta2 * vs[i] + (1 - step.Beta2) * gs[i] * gs[i];
                ps[i] -= step.LearningRate / correction1 * ms[i] / (Math.Sqrt(vs[i]) / Math.Sqrt(correction2) + step.Epsilon);
            }
        }
    }

    public void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step)
    {
        using var rounding = RoundAtEnd();
        Contract.Optimizer(parameters, states: 1);
        foreach (var (parameter, gradient, v, _) in parameters)
        {
            var ps = Values(parameter);
            var gs = Values(gradient);
            var vs = Values(v);
            for (var i = 0; i < ps.Length; i++)
            {
                vs[i] = step.Alpha * vs[i] + (1 - step.Alpha) * gs[i] * gs[i];
                ps[i] -= step.LearningRate * gs[i] / (Math.Sqrt(vs[i]) + step.Epsilon);
            }
        }
    }

    public void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step)
    {
        using var rounding = RoundAtEnd();
        Contract.Optimizer(parameters, states: 1);
        foreach (var (parameter, gradient, m, _) in parameters)
        {
            var ps = Values(parameter);
            var gs = Values(gradient);
            var ms = Values(m);
            for (var i = 0; i < ps.Length; i++)
            {
                ms[i] = step.Momentum * ms[i] + gs[i] + step.WeightDecay * ps[i];
                ps[i] -= step.LearningRate * ms[i];
            }
        }
    }
}
