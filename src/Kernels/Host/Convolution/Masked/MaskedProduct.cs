namespace SparseGen.Kernels.Host;

/// <summary>Forward and BackwardData of a masked weight, with work in proportion to the number of survivors.</summary>
static unsafe class MaskedProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <typeparam name="T">float or <see cref="BFloat16"/>, for which weights are rounded</typeparam>
    public static void Run<T>(MaskedPlan plan, WorkerTeam team, Scratch scratch, T* source, float* values, T* target) where T : unmanaged
    {
        var ordered = scratch.Shared(Scratch.Piece.Values, plan.Count);
        team.Run(new Arrange(plan.Order, values, ordered, rounds: typeof(T) == typeof(BFloat16)), Arrange.Tasks(plan.Order));
        team.Run(new Multiply<T>(plan, scratch, source, ordered, target), plan.Patch.Tiles * plan.Groups);
    }

    /// <summary>Writes the survivors in the order of the plan, with zeros for pruned weights.</summary>
    readonly struct Arrange(int[] order, float* values, float* ordered, bool rounds) : IJob
    {
        const int Part = 16 * 1024;

        public static int Tasks(int[] order) => (order.Length + Part - 1) / Part;

        public void Execute(int task, int worker)
        {
            var end = Math.Min((task + 1) * Part, order.Length);
            for (var i = task * Part; i < end; i++)
            {
                var number = order[i];
                var value = number < 0 ? 0 : values[number];
                ordered[i] = rounds ? (BFloat16)value : value;
            }
        }
    }

    readonly struct Multiply<T>(MaskedPlan plan, Scratch scratch, T* source, float* values, T* target) : IJob where T : unmanaged
    {
        public void Execute(int task, int worker)
        {
            var shape = plan.Patch;
            var (tile, group) = Math.DivRem(task, plan.Groups);
            var (first, end) = (plan.GroupStarts[group], plan.GroupStarts[group + 1]);
            var rowFloats = shape.Vectors * TLanes.Count;
            var sums = scratch.PerThread(worker, Scratch.Piece.Sums, (long)plan.LargestGroup * rowFloats);
            var memory = scratch.PerThread(worker, Scratch.Piece.Panel, (long)plan.BlockChannels * shape.ChannelFloats);
            var patch = new Patch<TLanes>(shape, tile);
            for (var block = 0; block < plan.Blocks; block++)
            {
                var (from, to) = (plan.RunStarts[group * plan.Blocks + block], plan.RunStarts[group * plan.Blocks + block + 1]);
                if (from == to) continue;
                var packed = patch.Pack(source, block * plan.BlockChannels, plan.ChannelsOf(block), memory);
                if (plan.IsThin) ThinRun<TLanes>.MultiplyAdd(shape, plan.Runs + from, to - from, plan.Offsets, values, packed, sums);
                else MaskedRun<TLanes>.MultiplyAdd(shape, plan.Runs + from, to - from, plan.Offsets, values, packed, sums);
            }
            patch.Unpack(sums, plan, first, end, target);
        }
    }
}
