namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step)
    {
        Contract.Optimizer(parameters, states: 2);
        Update(new AdamUpdate(step), parameters);
    }

    public void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step)
    {
        Contract.Optimizer(parameters, states: 1);
        Update(new RmsPropUpdate(step), parameters);
    }

    public void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step)
    {
        Contract.Optimizer(parameters, states: 1);
        Update(new SgdUpdate(step), parameters);
    }

    /// <summary>Updates all parameters in one launch.</summary>
    void Update<TUpdate>(TUpdate update, ReadOnlySpan<Trained> parameters) where TUpdate : struct, IUpdate
    {
        Span<UpdateSlot> slots = new UpdateSlot[parameters.Length];
        var (used, groups) = (0, 0);
        foreach (var (parameter, gradient, first, second) in parameters)
        {
            if (parameter.Count == 0) continue;
            var last = second ?? first;
            slots[used++] = new()
            {
                P = parameter.FirstFloat(), G = gradient.FirstFloat(), A = first.FirstFloat(), B = last.FirstFloat(),
                Count = parameter.Count, FirstGroup = groups,
                IsAligned = parameter.IsAligned() && gradient.IsAligned() && first.IsAligned() && last.IsAligned() ? 1 : 0,
            };
            groups += checked((int)((parameter.Count + 4 * _session.Threads - 1) / (4 * _session.Threads)));
        }
        if (used == 0) return;
        var table = _scratch.Upload<UpdateSlot>(GpuScratch.Piece.Slots, slots[..used]);
        _session.Launch(new UpdateJob<TUpdate>(update, table, _session.AllMemory), groups, _session.Threads);
    }
}
