namespace SparseGen.Kernels.Host;

/// <summary>BackwardWeights of a masked weight: a dot product over pixels and batch for each survivor.</summary>
/// <remarks>
/// The tiles of the image are divided into a number of parts that the shape determines. Each part has its own sums, which are
/// added in order at the end, so that the result does not depend on the assignment of tasks to threads.
/// </remarks>
static unsafe class MaskedWeights<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int MostParts = 8;
    const int ReduceChunk = 16 * 1024;

    /// <param name="plan">with Forward's gather</param>
    /// <param name="x">source</param>
    /// <param name="y">gradient of the target</param>
    /// <param name="values">overwritten with the survivors' gradients</param>
    /// <typeparam name="T">float or <see cref="BFloat16"/></typeparam>
    public static void Run<T>(MaskedPlan plan, WorkerTeam team, Scratch scratch, T* x, T* y, float* values) where T : unmanaged
    {
        var parts = Math.Min(MostParts, plan.Patch.Tiles);
        var sums = scratch.Shared(Scratch.Piece.Values, (long)parts * plan.Count);
        team.Run(new Accumulate<T>(plan, scratch, x, y, sums, parts), parts * plan.Groups);
        team.Run(new Reduce(plan, sums, parts, values), (plan.Count + ReduceChunk - 1) / ReduceChunk);
    }

    readonly struct Accumulate<T>(MaskedPlan plan, Scratch scratch, T* x, T* y, float* sums, int parts) : IJob where T : unmanaged
    {
        public void Execute(int task, int worker)
        {
            var shape = plan.Patch;
            var (part, group) = Math.DivRem(task, plan.Groups);
            var (firstTile, endTile) = (shape.Tiles * part / parts, shape.Tiles * (part + 1) / parts);
            var (first, last) = (plan.GroupStarts[group], plan.GroupStarts[group + 1]);
            var rowFloats = shape.Vectors * TLanes.Count;
            var gradients = scratch.PerThread(worker, Scratch.Piece.Sums, (long)plan.LargestGroup * rowFloats);
            var memory = scratch.PerThread(worker, Scratch.Piece.Panel, (long)plan.BlockChannels * shape.ChannelFloats);
            var to = sums + (long)part * plan.Count;
            fixed (int* groups = shape.GroupOffsets)
                for (var tile = firstTile; tile < endTile; tile++)
                {
                    var patch = new Patch<TLanes>(shape, tile);
                    patch.PackTarget(y, first, last - first, gradients);
                    for (var block = 0; block < plan.Blocks; block++)
                    {
                        var (from, end) = (plan.RunStarts[group * plan.Blocks + block], plan.RunStarts[group * plan.Blocks + block + 1]);
                        if (from == end) continue;
                        var packed = patch.Pack(x, block * plan.BlockChannels, plan.ChannelsOf(block), memory);
                        MaskedDot<TLanes>.Run(shape.Vectors, plan.Runs + from, end - from, plan.Offsets, packed, groups, gradients, to, tile > firstTile);
                    }
                }
        }
    }

    readonly struct Reduce(MaskedPlan plan, float* sums, int parts, float* values) : IJob
    {
        public void Execute(int task, int worker)
        {
            var order = plan.Order;
            var end = Math.Min(plan.Count, (task + 1) * ReduceChunk);
            for (var i = task * ReduceChunk; i < end; i++)
            {
                var sum = sums[i];
                for (var part = 1; part < parts; part++) sum += sums[(long)part * plan.Count + i];
                values[order[i]] = sum;
            }
        }
    }
}
