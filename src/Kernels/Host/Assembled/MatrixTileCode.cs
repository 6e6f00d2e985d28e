using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;
using static SparseGen.Kernels.Host.TileRegisters;

namespace SparseGen.Kernels.Host;

/// <summary>The code of <see cref="PairTile"/> for AMX_BF16: four tiles of sums, two of each factor.</summary>
static class MatrixTileCode
{
    const int Half = PairTile.Columns / 2 * sizeof(float);

    static AssemblerRegisterTMM[] Of => [tmm0, tmm1, tmm2, tmm3];

    public static void Emit(Assembler a)
    {
        var (block, row, second) = (rbx, rbp, r12);
        a.push(block);
        a.push(row);
        a.push(second);
        a.mov(Free, Argument(nameof(PairTileArguments.Configuration)));
        a.ldtilecfg(__[Free]);
        a.mov(block, PairTile.RowBytes);
        a.mov(row, 2 * PairTile.RowBytes);
        ForEachTile(a, () =>
        {
            IfAccumulating(a, () => Sums4(a, (tile, memory) => a.tileloadd(tile, memory)), () =>
            {
                foreach (var tile in Of) a.tilezero(tile);
            });
            a.mov(second, Argument(nameof(PairTileArguments.LeftSecond)));
            ForEachStep(a, () =>
            {
                a.tileloadd(tmm4, __[Free + block]);
                a.add(Free, second);
                a.tileloadd(tmm6, __[Right + row]);
                a.tileloadd(tmm7, __[Right + row + Half]);
                a.tdpbf16ps(tmm0, tmm4, tmm6);
                a.tileloadd(tmm5, __[Free + block]);
                a.tdpbf16ps(tmm1, tmm4, tmm7);
                a.tdpbf16ps(tmm2, tmm5, tmm6);
                a.tdpbf16ps(tmm3, tmm5, tmm7);
            });
            Sums4(a, (tile, memory) => a.tilestored(memory, tile));
        });
        a.tilerelease();
        a.pop(second);
        a.pop(row);
        a.pop(block);
        a.ret();
    }

    /// <summary>Loads or stores the four tiles of sums.</summary>
    static void Sums4(Assembler a, Action<AssemblerRegisterTMM, AssemblerMemoryOperand> move)
    {
        a.mov(Free, SumsRow);
        a.shl(Free, 4);
        a.add(Free, Sums);
        move(tmm0, __[Sums + SumsRow]);
        move(tmm1, __[Sums + SumsRow + Half]);
        move(tmm2, __[Free + SumsRow]);
        move(tmm3, __[Free + SumsRow + Half]);
    }
}
