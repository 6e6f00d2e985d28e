using Iced.Intel;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Products of BFloat16 with Float32 sums, by code that is assembled at run time: .NET has no intrinsics for AVX512_BF16 and AMX.
/// sums[r, c] (+)= Σ over pairs p of left[r, 2p]·right[p, c, 0] + left[r, 2p + 1]·right[p, c, 1], for tiles of 32 rows r and 32 columns c.
/// </summary>
/// <remarks>
/// The left factor of a step, 32 terms, is two blocks of 16 rows of 64 bytes, each contiguous; the right factor 16 rows, one for each
/// pair of terms, of 32 pairs. Both units read these layouts. Subnormal factors and sums count as zero.
/// </remarks>
static unsafe class PairTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 32;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 32;

    /// <summary>Rows of a block of the left factor.</summary>
    public const int BlockRows = 16;

    /// <summary>Terms of a step.</summary>
    public const int StepTerms = 32;

    /// <summary>Bytes of a row of a block: the terms of a step.</summary>
    public const int RowBytes = StepTerms * 2;

    /// <summary>Bytes of a block of 16 rows.</summary>
    public const int BlockBytes = BlockRows * RowBytes;

    /// <summary>Bytes of a step of either factor.</summary>
    public const int StepBytes = 2 * BlockBytes;

    /// <summary>Bytes of the sums of a tile.</summary>
    public const int SumsBytes = Rows * Columns * sizeof(float);

    static readonly Lazy<nint> DotAddress = new(() => ExecutableMemory.Load(Assemble(PairUnit.Dot)));
    static readonly Lazy<nint> TileAddress = new(() => ExecutableMemory.Load(Assemble(PairUnit.Tile)));

    /// <summary>Eight tiles of 16 rows of 64 bytes (Intel's manual, LDTILECFG).</summary>
    static readonly byte[] Layout = MakeLayout();

    static readonly void* LayoutAddress = System.Runtime.CompilerServices.Unsafe.AsPointer(ref Layout[0]);

    /// <summary>Multiplies; the configuration of the arguments need not be set.</summary>
    /// <param name="unit">one that is usable</param>
    public static void Multiply(PairUnit unit, ref PairTileArguments arguments)
    {
        arguments.Configuration = LayoutAddress;
        fixed (PairTileArguments* address = &arguments)
            ((delegate* unmanaged<PairTileArguments*, void>)(unit == PairUnit.Tile ? TileAddress : DotAddress).Value)(address);
    }

    /// <summary>The machine code for a unit.</summary>
    public static byte[] Assemble(PairUnit unit)
    {
        var assembler = new Assembler(64);
        if (unit == PairUnit.Tile) MatrixTileCode.Emit(assembler);
        else DotCode.Emit(assembler);
        using var code = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(code), 0);
        return code.ToArray();
    }

    /// <summary>Whether the code for a unit can be executed here and computes a small product.</summary>
    /// <exception cref="PlatformNotSupportedException">The system refuses executable memory.</exception>
    public static bool IsExecutable(PairUnit unit)
    {
        var memory = (byte*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(2 * StepBytes + SumsBytes, 64);
        try
        {
            BFloat16* left = (BFloat16*)memory, right = (BFloat16*)(memory + StepBytes);
            var sums = (float*)(memory + 2 * StepBytes);
            for (var i = 0; i < StepBytes / 2; i++) (left[i], right[i]) = ((BFloat16)(i % 7 - 3f), (BFloat16)(i % 5 - 2f));
            nint offset = 0;
            var arguments = new PairTileArguments
            {
                Sums = sums, SumsRow = Columns * sizeof(float), SumsTile = SumsBytes, Left = (byte*)left, LeftSecond = BlockBytes, LeftSteps = &offset, Right = (byte*)right, Steps = 1, Tiles = 1,
            };
            Multiply(unit, ref arguments);
            for (var r = 0; r < Rows; r++)
                for (var c = 0; c < Columns; c++)
                {
                    var sum = 0f;
                    for (var k = 0; k < StepTerms; k++) sum += left[r * StepTerms + k] * right[(k / 2 * Columns + c) * 2 + k % 2];
                    if (sums[r * Columns + c] != sum) return false;
                }
            return true;
        }
        finally
        {
            System.Runtime.InteropServices.NativeMemory.AlignedFree(memory);
        }
    }

    static byte[] MakeLayout()
    {
        var layout = GC.AllocateArray<byte>(64, pinned: true);
        const int Palette = 1, Widths = 16, Heights = 48;
        layout[0] = Palette;
        for (var tile = 0; tile < 8; tile++) (layout[Widths + 2 * tile], layout[Heights + tile]) = (RowBytes, BlockRows);
        return layout;
    }
}
