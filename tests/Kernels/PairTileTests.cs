using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SparseGen.Kernels;
using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

/// <summary>The code that is assembled at run time for products of BFloat16.</summary>
sealed unsafe class PairTileTests
{
    static IEnumerable<PairUnit> Units => PairUnits.Usable.Where(unit => unit != PairUnit.None);

    /// <summary>
    /// The bytes are those that GNU as 2.40 makes of the listing by objdump, on every processor: where one lacks the instructions, this is all that
    /// can be checked.
    /// </summary>
    [TestCase(PairUnit.Dot, 13074, "780c84b537167f2be3e684b84e456a0bca1814a41df702ab33133f3d82fef358")]
    [TestCase(PairUnit.Tile, 262, "d15195637e35df352805147160df1da4db75e7f23b2df6a2ba51f8d4ab71fb30")]
    public void The_code_is_that_of_an_assembler(PairUnit unit, int length, string hash)
    {
        var code = PairTile.Assemble(unit);
        Assert.That(code, Has.Length.EqualTo(length));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(code)), Is.EqualTo(hash));
        if (!PairUnits.Usable.Contains(unit)) Assert.Warn($"{unit}: this processor cannot execute the code; its bytes alone were compared");
    }

    [Test]
    public void It_multiplies_tiles([ValueSource(nameof(Units))] PairUnit unit, [Values] bool accumulate)
    {
        const int Tiles = 3, Steps = 5, LeftSteps = 7;
        var random = new Random(1);
        var left = (BFloat16*)NativeMemory.AlignedAlloc(Tiles * LeftSteps * PairTile.StepBytes, 64);
        var right = (BFloat16*)NativeMemory.AlignedAlloc(Steps * PairTile.StepBytes, 64);
        var sums = (float*)NativeMemory.AlignedAlloc(Tiles * PairTile.SumsBytes, 64);
        try
        {
            for (var i = 0; i < Tiles * LeftSteps * PairTile.StepBytes / 2; i++) left[i] = (BFloat16)(random.NextDouble() - 0.5);
            for (var i = 0; i < Steps * PairTile.StepBytes / 2; i++) right[i] = (BFloat16)(random.NextDouble() - 0.5);
            new Span<float>(sums, Tiles * PairTile.SumsBytes / sizeof(float)).Fill(accumulate ? 2 : float.NaN);
            // Steps in any order, one of them twice.
            int[] order = [6, 0, 3, 3, 1];
            var offsets = stackalloc nint[Steps];
            for (var s = 0; s < Steps; s++) offsets[s] = order[s] * PairTile.StepBytes;
            var arguments = new PairTileArguments
            {
                Sums = sums, SumsRow = PairTile.Columns * sizeof(float), SumsTile = PairTile.SumsBytes, Left = (byte*)left, LeftTile = LeftSteps * PairTile.StepBytes, LeftSecond = PairTile.BlockBytes,
                LeftSteps = offsets, Right = (byte*)right, Steps = Steps, Tiles = Tiles, Accumulate = accumulate ? 1 : 0,
            };
            PairTile.Multiply(unit, ref arguments);
            for (var tile = 0; tile < Tiles; tile++)
                for (var r = 0; r < PairTile.Rows; r++)
                    for (var c = 0; c < PairTile.Columns; c++)
                    {
                        var expected = accumulate ? 2.0 : 0;
                        for (var s = 0; s < Steps; s++)
                            for (var k = 0; k < PairTile.StepTerms; k++)
                                expected += (double)left[(tile * LeftSteps + order[s]) * PairTile.StepBytes / 2 + r * PairTile.StepTerms + k] * right[s * PairTile.StepBytes / 2 + (k / 2 * PairTile.Columns + c) * 2 + k % 2];
                        Assert.That(sums[(tile * PairTile.Rows + r) * PairTile.Columns + c], Is.EqualTo(expected).Within(1e-5));
                    }
        }
        finally
        {
            NativeMemory.AlignedFree(left);
            NativeMemory.AlignedFree(right);
            NativeMemory.AlignedFree(sums);
        }
    }

    [Test]
    public void Memory_of_code_cannot_be_written()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Code is assembled at run time on Linux only.");
        var address = ExecutableMemory.Load([0xc3]);
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var parts = line.Split(' ');
            var range = Array.ConvertAll(parts[0].Split('-'), part => nint.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            if (address < range[0] || address >= range[1]) continue;
            Assert.That(parts[1], Does.StartWith("r-x"));
            return;
        }
        Assert.Fail("The code is in no mapping.");
    }

    [Test]
    public void A_unit_that_is_not_there_is_refused()
    {
        var missing = Enum.GetValues<PairUnit>().Except(PairUnits.Usable).ToArray();
        if (missing.Length == 0 || HostKernels.VectorBits < 512) Assert.Ignore("This processor has all units, or vectors too narrow for any.");
        Assert.That(() => Device.Host(1, 512, missing[0]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
