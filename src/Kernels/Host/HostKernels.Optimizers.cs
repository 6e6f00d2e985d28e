namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Adam(Tensor parameter, Tensor gradient, Tensor m, Tensor v, in AdamStep step)
    {
        Contract.Optimizer(parameter, gradient, m, v);
        ForEach(new AdamUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), m.Floats(), v.Floats()), parameter.Count);
    }

    public void RmsProp(Tensor parameter, Tensor gradient, Tensor v, in RmsPropStep step)
    {
        Contract.Optimizer(parameter, gradient, v);
        ForEach(new RmsPropUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), v.Floats()), parameter.Count);
    }

    public void Sgd(Tensor parameter, Tensor gradient, Tensor m, in SgdStep step)
    {
        Contract.Optimizer(parameter, gradient, m);
        ForEach(new SgdUpdate<TLanes>(step, parameter.Floats(), gradient.Floats(), m.Floats()), parameter.Count);
    }
}
