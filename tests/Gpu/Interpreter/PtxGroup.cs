namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>
/// A group of threads that executes a program. Threads run by themselves, warp by warp, and wait at barriers for their
/// group and at exchanges for their warp.
/// </summary>
sealed unsafe class PtxGroup
{
    const int WarpSize = 32;

    readonly PtxProgram _program;
    readonly PtxMemory _memory;
    readonly byte[] _parameters;
    readonly ulong[] _initial;
    readonly byte[] _shared;
    readonly Thread[] _threads;

    public PtxGroup(PtxProgram program, PtxMemory memory, byte[] parameters, int threads)
    {
        _program = program;
        _memory = memory;
        _parameters = parameters;
        _initial = program.InitialRegisters;
        _shared = new byte[program.SharedBytes];
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++) _threads[i] = new Thread { Registers = new ulong[_initial.Length], Local = new byte[program.LocalBytes] };
    }

    sealed class Thread
    {
        public required ulong[] Registers { get; init; }
        public required byte[] Local { get; init; }
        public int Next { get; set; }

        /// <summary>What it waits for, or Return when it is through, or null while it runs.</summary>
        public PtxKind? Stop { get; set; }
    }

    /// <param name="place">of the group in the grid</param><param name="grid">groups</param>
    public void Run((int X, int Y, int Z) place, (int X, int Y, int Z) grid)
    {
        // Shared memory begins with anything: here with numbers that spoil what reads them.
        Array.Fill(_shared, (byte)0xFF);
        for (var i = 0; i < _threads.Length; i++)
        {
            var thread = _threads[i];
            _initial.CopyTo(thread.Registers, 0);
            ((ReadOnlySpan<ulong>)[(uint)i, (uint)place.X, (uint)place.Y, (uint)place.Z, (uint)_threads.Length, (uint)grid.X, (uint)grid.Y, (uint)grid.Z]).CopyTo(thread.Registers);
            (thread.Next, thread.Stop) = (0, null);
        }
        while (true)
        {
            for (var first = 0; first < _threads.Length; first += WarpSize) RunWarp(_threads.AsSpan(first, Math.Min(WarpSize, _threads.Length - first)));
            if (_threads.All(thread => thread.Stop == PtxKind.Return)) return;
            if (_threads.Any(thread => thread.Stop != PtxKind.Barrier))
                throw new InvalidOperationException("Some threads of a group wait at a barrier while others have ended.");
            foreach (var thread in _threads) thread.Stop = null;
        }
    }

    void RunWarp(Span<Thread> warp)
    {
        while (true)
        {
            foreach (var thread in warp)
                if (thread.Stop is null) RunThread(thread);
            if (warp[0].Stop is not (PtxKind.Shuffle or PtxKind.MatrixMultiply)) return;
            var instruction = _program.Instructions[warp[0].Next];
            foreach (var thread in warp)
                if (thread.Next != warp[0].Next) throw new InvalidOperationException($"The threads of a warp meet at different instructions; one at {instruction.Text}");
            if (instruction.Kind == PtxKind.Shuffle) Shuffle(warp, instruction);
            else MatrixMultiply(warp, instruction);
            foreach (var thread in warp) (thread.Next, thread.Stop) = (thread.Next + 1, null);
        }
    }

    void RunThread(Thread thread)
    {
        var registers = thread.Registers;
        var instructions = _program.Instructions;
        for (var next = thread.Next; ; next++)
        {
            var instruction = instructions[next];
            if (instruction.Guard >= 0 && registers[instruction.Guard] != 0 == instruction.GuardNegated) continue;
            var operands = instruction.Operands;
            switch (instruction.Kind)
            {
                case PtxKind.Compute:
                    registers[operands[0]] = instruction.Function!(registers[operands[1]], operands.Length > 2 ? registers[operands[2]] : 0);
                    break;
                case PtxKind.Select:
                    registers[operands[0]] = registers[operands[3]] != 0 ? registers[operands[1]] : registers[operands[2]];
                    break;
                case PtxKind.MultiplyAdd:
                    registers[operands[0]] = registers[operands[1]] * registers[operands[2]] + registers[operands[3]];
                    break;
                case PtxKind.Branch:
                    next = instruction.Target - 1;
                    break;
                case PtxKind.Load or PtxKind.Store:
                    Transfer(instruction, thread);
                    break;
                case PtxKind.Barrier:
                    (thread.Next, thread.Stop) = (next + 1, PtxKind.Barrier);
                    return;
                default:
                    (thread.Next, thread.Stop) = (next, instruction.Kind);
                    return;
            }
        }
    }

    void Transfer(PtxInstruction instruction, Thread thread)
    {
        var (registers, operands) = (thread.Registers, instruction.Operands);
        var count = operands.Length - 1;
        var address = (operands[^1] >= 0 ? registers[operands[^1]] : 0) + (ulong)instruction.Offset;
        if (address % (ulong)(instruction.Size * count) != 0) throw new InvalidOperationException($"The address {address:X} is not aligned: {instruction.Text}");
        var bytes = instruction.Space switch
        {
            PtxSpace.Global => _memory.Access(address, instruction.Size * count, instruction.Text),
            PtxSpace.Parameters => _parameters.AsSpan((int)address, instruction.Size * count),
            PtxSpace.Shared => _shared.AsSpan((int)address, instruction.Size * count),
            _ => thread.Local.AsSpan((int)address, instruction.Size * count),
        };
        for (var i = 0; i < count; i++)
        {
            var element = bytes.Slice(i * instruction.Size, instruction.Size);
            ref var register = ref registers[operands[i]];
            if (instruction.Kind == PtxKind.Load)
                register = instruction.Size switch { 1 => element[0], 2 => BitConverter.ToUInt16(element), 4 => BitConverter.ToUInt32(element), _ => BitConverter.ToUInt64(element) };
            else if (instruction.Size == 2) BitConverter.TryWriteBytes(element, (ushort)register);
            else if (instruction.Size == 4) BitConverter.TryWriteBytes(element, (uint)register);
            else BitConverter.TryWriteBytes(element, register);
        }
    }

    /// <summary>shfl.sync.bfly: each lane takes the number of the lane that differs in the given bits.</summary>
    static void Shuffle(Span<Thread> warp, PtxInstruction instruction)
    {
        var operands = instruction.Operands;
        Span<ulong> values = stackalloc ulong[WarpSize];
        for (var lane = 0; lane < warp.Length; lane++) values[lane] = warp[lane].Registers[operands[1]];
        for (var lane = 0; lane < warp.Length; lane++) warp[lane].Registers[operands[0]] = values[lane ^ (int)warp[lane].Registers[operands[2]]];
    }

    /// <summary>
    /// mma.sync.m16n8k8 in TF32 and mma.sync.m16n8k16 in BFloat16 (PTX ISA 7.8, 9.7.13.4). A register holds one factor in TF32, and in BFloat16 two of
    /// neighbouring k, the first in the lower half. With g = lane / 4 and t = lane mod 4, a lane has of A the registers (g, t), (g + 8, t), (g, t + 4),
    /// (g + 8, t + 4), of B (t, g), (t + 4, g), of C and D (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1).
    /// </summary>
    static void MatrixMultiply(Span<Thread> warp, PtxInstruction instruction)
    {
        var operands = instruction.Operands;
        var isPaired = instruction.Text.Contains("m16n8k16.row.col.f32.bf16.bf16.f32", StringComparison.Ordinal);
        var (a, b) = (new ulong[16, 8], new ulong[8, 8]);
        for (var lane = 0; lane < WarpSize; lane++)
        {
            var (registers, g, t) = (warp[lane].Registers, lane / 4, lane % 4);
            for (var i = 0; i < 4; i++) a[g + i % 2 * 8, t + i / 2 * 4] = registers[operands[4 + i]];
            for (var i = 0; i < 2; i++) b[t + i * 4, g] = registers[operands[8 + i]];
        }
        for (var lane = 0; lane < WarpSize; lane++)
            for (var i = 0; i < 4; i++)
            {
                var (row, column) = (lane / 4 + i / 2 * 8, lane % 4 * 2 + i % 2);
                var sum = PtxFunctions.Single(warp[lane].Registers[operands[10 + i]]);
                for (var k = 0; k < 8; k++)
                    if (isPaired) sum += Lower(a[row, k]) * Lower(b[k, column]) + Upper(a[row, k]) * Upper(b[k, column]);
                    else sum += TensorFloat(a[row, k]) * TensorFloat(b[k, column]);
                warp[lane].Registers[operands[i]] = PtxFunctions.Bits(sum);
            }
    }

    /// <summary>Tensor cores do not look at the lowest 13 bits.</summary>
    static float TensorFloat(ulong register) => PtxFunctions.Single(register & 0xFFFFE000);

    static float Lower(ulong register) => PtxFunctions.Single(register << 16);

    static float Upper(ulong register) => PtxFunctions.Single(register & 0xFFFF0000);
}
