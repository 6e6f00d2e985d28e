using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// One of the parameters that a kernel updates: the offsets of its values, gradients and states, in floats from address 0. The
/// struct has 64 bytes, since a view must begin at a multiple of its elements' size.
/// </summary>
struct UpdateSlot
{
    public long P, G, A, B;

    public long Count;

    /// <summary>The first group of the launch that updates this parameter.</summary>
    public long FirstGroup;

    /// <summary>1 if all of them can be read as Float4, else 0.</summary>
    public long IsAligned;

    public long Unused;
}

/// <summary>An optimizer's update of all its parameters. Each thread updates four consecutive elements.</summary>
/// <param name="slots">the parameters, by increasing first group</param>
/// <param name="memory">all memory of the device, from address 0</param>
readonly struct UpdateJob<TUpdate>(TUpdate update, ArrayView<UpdateSlot> slots, ArrayView<float> memory) : IGpuJob where TUpdate : struct, IUpdate
{
    public void Execute()
    {
        var (low, high) = (0, slots.IntLength);
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            if (slots[middle].FirstGroup <= Grid.IdxX) low = middle;
            else high = middle;
        }
        var slot = slots[low];
        var i = 4L * ((Grid.IdxX - slot.FirstGroup) * Group.DimX + Group.IdxX);
        if (slot.IsAligned != 0 && i + 4 <= slot.Count) Four(slot.P + i >> 2, slot.G + i >> 2, slot.A + i >> 2, slot.B + i >> 2);
        else
            for (var end = i + 4 < slot.Count ? i + 4 : slot.Count; i < end; i++)
                One(slot.P + i, slot.G + i, slot.A + i, slot.B + i);
    }

    void One(long p, long g, long a, long b)
    {
        var (parameter, first, second) = (memory[p], memory[a], 0f);
        if (TUpdate.HasSecondState) second = memory[b];
        update.Apply(memory[g], ref parameter, ref first, ref second);
        memory[p] = parameter;
        memory[a] = first;
        if (TUpdate.HasSecondState) memory[b] = second;
    }

    void Four(long p, long g, long a, long b)
    {
        var fours = memory.Cast<Float4>();
        var (parameter, gradient, first, second) = (fours[p], fours[g], fours[a], new Float4(0));
        if (TUpdate.HasSecondState) second = fours[b];
        update.Apply(gradient.X, ref parameter.X, ref first.X, ref second.X);
        update.Apply(gradient.Y, ref parameter.Y, ref first.Y, ref second.Y);
        update.Apply(gradient.Z, ref parameter.Z, ref first.Z, ref second.Z);
        update.Apply(gradient.W, ref parameter.W, ref first.W, ref second.W);
        fours[p] = parameter;
        fours[a] = first;
        if (TUpdate.HasSecondState) fours[b] = second;
    }
}
