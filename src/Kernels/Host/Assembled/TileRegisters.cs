using System.Runtime.InteropServices;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace SparseGen.Kernels.Host;

/// <summary>The loops around the products of both units, for the calling convention of Linux: the tiles, and the steps of a tile.</summary>
static class TileRegisters
{
    /// <summary>The arguments.</summary>
    public static AssemblerRegister64 Arguments => rdi;

    /// <summary>The sums of the tile.</summary>
    public static AssemblerRegister64 Sums => r8;

    /// <summary>From a row of sums to the next.</summary>
    public static AssemblerRegister64 SumsRow => r9;

    /// <summary>The left factor of the tile.</summary>
    public static AssemblerRegister64 Left => r10;

    /// <summary>The next entry of the offsets of the steps.</summary>
    public static AssemblerRegister64 LeftSteps => r11;

    /// <summary>The right factor of the step.</summary>
    public static AssemblerRegister64 Right => rsi;

    /// <summary>The steps that are left.</summary>
    public static AssemblerRegister64 Steps => rcx;

    /// <summary>The tiles that are left.</summary>
    public static AssemblerRegister64 Tiles => rdx;

    /// <summary>A register for any use.</summary>
    public static AssemblerRegister64 Free => rax;

    /// <summary>An argument in memory.</summary>
    public static AssemblerMemoryOperand Argument(string field) => __qword_ptr[Arguments + (int)Marshal.OffsetOf<PairTileArguments>(field)];

    /// <summary>Code that executes <paramref name="tile"/> for each tile, with <see cref="Sums"/> and <see cref="Left"/> set.</summary>
    public static void ForEachTile(Assembler a, Action tile)
    {
        a.mov(Sums, Argument(nameof(PairTileArguments.Sums)));
        a.mov(SumsRow, Argument(nameof(PairTileArguments.SumsRow)));
        a.mov(Left, Argument(nameof(PairTileArguments.Left)));
        a.mov(Tiles, Argument(nameof(PairTileArguments.Tiles)));
        var next = a.CreateLabel();
        a.Label(ref next);
        tile();
        a.add(Sums, Argument(nameof(PairTileArguments.SumsTile)));
        a.add(Left, Argument(nameof(PairTileArguments.LeftTile)));
        a.dec(Tiles);
        a.jnz(next);
    }

    /// <summary>Code that executes <paramref name="step"/> for each step, with <see cref="Free"/> the offset of its left factor and <see cref="Right"/> set.</summary>
    public static void ForEachStep(Assembler a, Action step)
    {
        a.mov(LeftSteps, Argument(nameof(PairTileArguments.LeftSteps)));
        a.mov(Right, Argument(nameof(PairTileArguments.Right)));
        a.mov(Steps, Argument(nameof(PairTileArguments.Steps)));
        var next = a.CreateLabel();
        a.Label(ref next);
        a.mov(Free, __qword_ptr[LeftSteps]);
        a.add(Free, Left);
        step();
        a.add(LeftSteps, sizeof(long));
        a.add(Right, PairTile.StepBytes);
        a.dec(Steps);
        a.jnz(next);
    }

    /// <summary>Code for one of two cases: whether sums are added to or overwritten.</summary>
    public static void IfAccumulating(Assembler a, Action yes, Action no)
    {
        var (overwrite, end) = (a.CreateLabel(), a.CreateLabel());
        a.cmp(Argument(nameof(PairTileArguments.Accumulate)), 0);
        a.je(overwrite);
        yes();
        a.jmp(end);
        a.Label(ref overwrite);
        no();
        a.Label(ref end);
    }
}
