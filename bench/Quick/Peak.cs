using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SparseGen.Kernels;
using SparseGen.Kernels.Host;

namespace SparseGen.Bench.Quick;

/// <summary>What the processor can do at most: multiply-adds from registers, and copying memory. Measured, since clocks and neighbours change.</summary>
static unsafe class Peak
{
    const int Rounds = 100_000;
    const int Accumulators = 12;

    /// <summary>FLOP/s of fused multiply-adds in registers on all threads of a team, the best of many short runs: it takes a while until the system gives every thread a core.</summary>
    public static double Flops(WorkerTeam team)
    {
        var job = new MultiplyAdd();
        var best = Timing.Of(() => team.Run(job, team.Threads), seconds: 0.3).Least;
        return 2.0 * Rounds * Accumulators * Lanes * team.Threads / best;
    }

    /// <summary>FLOP/s of BFloat16 pairs on all threads of a team, from factors in the first-level cache.</summary>
    public static double PairFlops(WorkerTeam team, PairUnit unit)
    {
        const int calls = 100;
        var job = new PairMultiply(unit, calls);
        var best = Timing.Of(() => team.Run(job, team.Threads), seconds: 0.3).Least;
        return 2.0 * calls * PairMultiply.Tiles * PairMultiply.Steps * PairTile.StepTerms * PairTile.Rows * PairTile.Columns * team.Threads / best;
    }

    /// <summary>Bytes/s read plus bytes/s written of a copy by all threads past the caches, in arrays far larger than they are.</summary>
    public static double Copy(WorkerTeam team)
    {
        const int floats = 16 << 20;
        using var memory = new HostMemory();
        var (from, to) = (memory.AllocateOwned(new Shape(floats), DType.Float32), memory.AllocateOwned(new Shape(floats), DType.Float32));
        from.Span<float>().Fill(1);
        return 2.0 * floats * sizeof(float) / Timing.Of(() => Copy(team, from, to), seconds: 0.5).Median;
    }

    /// <summary>Copies all but what is left of 64 parts of whole vectors.</summary>
    public static void Copy(WorkerTeam team, Tensor from, Tensor to) => team.Run(new CopyPart((float*)from.Address, (float*)to.Address, (int)(from.Count / 64) & ~15), 64);

    /// <summary>
    /// Seconds in which a cache line goes from one core to another and back. On a virtual machine it tells whether the cores
    /// that it has been given at the moment share a cache: the short kernels of small networks depend on it.
    /// </summary>
    public static double RoundTrip(WorkerTeam team)
    {
        const int trips = 20_000;
        var ball = (long*)NativeMemory.AlignedAlloc(128, 128);
        var time = Timing.Of(
            () =>
            {
                *ball = 0;
                team.Run(new PingPong(ball, trips), 2);
            },
            seconds: 0.05);
        NativeMemory.AlignedFree(ball);
        return time.Median / trips;
    }

    static int Lanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Where results go so that they are computed.</summary>
    internal static float Sink { get; private set; }

    readonly struct MultiplyAdd : IJob
    {
        public void Execute(int task, int worker) => Sink =
            Vector512.IsHardwareAccelerated ? Run<Lanes512>() : Vector256.IsHardwareAccelerated ? Run<Lanes256>() : Run<Lanes128>();

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static float Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes>
        {
            var x = TLanes.Create(1e-9f);
            TLanes a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (var round = 0; round < Rounds; round++)
            {
                a.AddProduct(x, x);
                b.AddProduct(x, x);
                c.AddProduct(x, x);
                d.AddProduct(x, x);
                e.AddProduct(x, x);
                f.AddProduct(x, x);
                g.AddProduct(x, x);
                h.AddProduct(x, x);
                i.AddProduct(x, x);
                j.AddProduct(x, x);
                k.AddProduct(x, x);
                l.AddProduct(x, x);
            }
            return TLanes.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }

    readonly struct PairMultiply(PairUnit unit, int calls) : IJob
    {
        /// <summary>Tiles of a call, all with the same factors, and their steps, of 2 KiB of the right factor: with one step of the left one in the first-level cache.</summary>
        public const int Tiles = 16, Steps = 16;

        public void Execute(int task, int worker)
        {
            var factors = (Steps + 1) * PairTile.StepBytes;
            var memory = (byte*)NativeMemory.AlignedAlloc((nuint)(factors + PairTile.SumsBytes), 4096);
            new Span<byte>(memory, factors).Clear();
            var steps = stackalloc nint[Steps];
            new Span<nint>(steps, Steps).Clear();
            var arguments = new PairTileArguments
            {
                Sums = (float*)(memory + factors), SumsRow = PairTile.Columns * sizeof(float), Left = memory, LeftSecond = PairTile.BlockBytes, LeftSteps = steps,
                Right = memory + PairTile.StepBytes, Steps = Steps, Tiles = Tiles,
            };
            for (var i = 0; i < calls; i++) PairTile.Multiply(unit, ref arguments);
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>Two tasks wait for each other, so two threads run them.</summary>
    readonly struct PingPong(long* ball, int trips) : IJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Execute(int task, int worker)
        {
            for (var i = 0; i < trips; i++)
            {
                while (Volatile.Read(ref *ball) != 2 * i + task) Thread.SpinWait(1);
                Volatile.Write(ref *ball, 2 * i + task + 1);
            }
        }
    }

    /// <summary>With streaming stores: ordinary ones would read the target first.</summary>
    readonly struct CopyPart(float* from, float* to, int count) : IJob
    {
        public void Execute(int task, int worker)
        {
            var first = (long)task * count;
            if (Vector512.IsHardwareAccelerated) Run<Lanes512>(from + first, to + first, count);
            else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(from + first, to + first, count);
            else Run<Lanes128>(from + first, to + first, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Run<TLanes>(float* from, float* to, int count) where TLanes : unmanaged, ILanes<TLanes>
        {
            for (var i = 0; i < count; i += TLanes.Count) TLanes.Load(from + i).StoreNonTemporal(to + i);
        }
    }
}
