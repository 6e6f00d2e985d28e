namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Adam(Tensor parameter, Tensor gradient, Tensor m, Tensor v, in AdamStep step)
    {
        Contract.Optimizer(parameter, gradient, m, v);
        var aligned = parameter.IsAligned() && gradient.IsAligned() && m.IsAligned() && v.IsAligned();
        ForEach(new UpdateTwoStep<AdamUpdate>(new AdamUpdate(step), parameter.Floats(), gradient.Floats(), m.Floats(), v.Floats()), parameter.Count, aligned);
    }

    public void RmsProp(Tensor parameter, Tensor gradient, Tensor v, in RmsPropStep step)
    {
        Contract.Optimizer(parameter, gradient, v);
        Update(new RmsPropUpdate(step), parameter, gradient, v);
    }

    public void Sgd(Tensor parameter, Tensor gradient, Tensor m, in SgdStep step)
    {
        Contract.Optimizer(parameter, gradient, m);
        Update(new SgdUpdate(step), parameter, gradient, m);
    }

    void Update<TUpdate>(TUpdate update, Tensor parameter, Tensor gradient, Tensor state) where TUpdate : struct, IUpdate =>
        ForEach(new UpdateStep<TUpdate>(update, parameter.Floats(), gradient.Floats(), state.Floats()), parameter.Count, parameter.IsAligned() && gradient.IsAligned() && state.IsAligned());
}
