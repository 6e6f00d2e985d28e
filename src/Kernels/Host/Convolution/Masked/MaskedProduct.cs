namespace SparseGen.Kernels.Host;

/// <summary>Forward and BackwardData of a masked weight, with work in proportion to the number of survivors.</summary>
static unsafe class MaskedProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public static void Run(MaskedPlan plan, WorkerTeam team, Scratch scratch, float* source, float* values, float* target)
    {
        var ordered = scratch.Shared(Scratch.Piece.Values, plan.Count);
        team.Run(new Arrange(plan.Order, values, ordered), Arrange.Tasks(plan.Order));
        team.Run(new Multiply(plan, scratch, source, ordered, target), plan.Patch.Tiles * plan.Groups);
    }

    /// <summary>Writes the survivors in the order of the plan, with zeros for pruned weights.</summary>
    readonly struct Arrange(int[] order, float* values, float* ordered) : IJob
    {
        const int Part = 16 * 1024;

        public static int Tasks(int[] order) => (order.Length + Part - 1) / Part;

        public void Execute(int task, int worker)
        {
            var end = Math.Min((task + 1) * Part, order.Length);
            for (var i = task * Part; i < end; i++)
            {
                var number = order[i];
                ordered[i] = number < 0 ? 0 : values[number];
            }
        }
    }

    readonly struct Multiply(MaskedPlan plan, Scratch scratch, float* source, float* values, float* target) : IJob
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
