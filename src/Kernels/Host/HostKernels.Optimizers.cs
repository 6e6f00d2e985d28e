namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step)
    {
        Contract.Optimizer(parameters, states: 2);
        foreach (var (parameter, gradient, m, v) in parameters)
            ForEach(new AdamUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), m.Floats(), v!.Floats()), parameter.Count);
    }

    public void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step)
    {
        Contract.Optimizer(parameters, states: 1);
        foreach (var (parameter, gradient, v, _) in parameters)
            ForEach(new RmsPropUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), v.Floats()), parameter.Count);
    }

    public void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step)
    {
        Contract.Optimizer(parameters, states: 1);
        foreach (var (parameter, gradient, m, _) in parameters)
            ForEach(new SgdUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), m.Floats()), parameter.Count);
    }
}
