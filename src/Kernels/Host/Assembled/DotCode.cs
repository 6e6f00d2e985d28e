using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;
using static SparseGen.Kernels.Host.TileRegisters;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The code of <see cref="PairTile"/> for AVX512_BF16: four times eight rows and two vectors of sums, sixteen registers. A pair of the
/// left factor is broadcast and used twice, so that ten loads come with sixteen products.
/// </summary>
static class DotCode
{
    const int RowsAtOnce = 8;
    const int VectorBytes = 64;
    const int PairBytes = 4;

    static readonly AssemblerRegisterZMM[] Registers =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27,
    ];

    public static void Emit(Assembler a)
    {
        ForEachTile(a, () =>
        {
            for (var first = 0; first < PairTile.Rows; first += RowsAtOnce) Rows(a, first);
        });
        a.vzeroupper();
        a.ret();
    }

    static AssemblerRegisterZMM Sum(int row, int vector) => Registers[2 * row + vector];

    static void Rows(Assembler a, int first)
    {
        IfAccumulating(a, () => EachRow(a, first, (row, vector) => a.vmovups(Sum(row, vector), __zmmword_ptr[Free + vector * VectorBytes])), () =>
        {
            for (var i = 0; i < 2 * RowsAtOnce; i++) a.vpxord(Registers[i], Registers[i], Registers[i]);
        });
        var isSecond = first >= PairTile.BlockRows;
        var offset = first % PairTile.BlockRows * PairTile.RowBytes;
        ForEachStep(a, () =>
        {
            if (isSecond) a.add(Free, Argument(nameof(PairTileArguments.LeftSecond)));
            for (var pair = 0; pair < PairTile.StepTerms / 2; pair++)
            {
                // Registers of successive pairs and rows alternate, so that loads need not wait for products.
                var (right0, right1) = (Registers[16 + pair % 2 * 2], Registers[17 + pair % 2 * 2]);
                a.vmovups(right0, __zmmword_ptr[Right + pair * 2 * VectorBytes]);
                a.vmovups(right1, __zmmword_ptr[Right + pair * 2 * VectorBytes + VectorBytes]);
                for (var row = 0; row < RowsAtOnce; row++)
                {
                    var left = Registers[20 + row];
                    a.vpbroadcastd(left, __dword_ptr[Free + offset + row * PairTile.RowBytes + pair * PairBytes]);
                    a.vdpbf16ps(Sum(row, 0), left, right0);
                    a.vdpbf16ps(Sum(row, 1), left, right1);
                }
            }
        });
        EachRow(a, first, (row, vector) => a.vmovups(__zmmword_ptr[Free + vector * VectorBytes], Sum(row, vector)));
    }

    /// <summary>For each row and vector, with <see cref="Free"/> the row's sums.</summary>
    static void EachRow(Assembler a, int first, Action<int, int> move)
    {
        a.imul(Free, SumsRow, first);
        a.add(Free, Sums);
        for (var row = 0; row < RowsAtOnce; row++)
        {
            for (var vector = 0; vector < 2; vector++) move(row, vector);
            if (row + 1 < RowsAtOnce) a.add(Free, SumsRow);
        }
    }
}
