using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using SparseGen.Kernels.Host;

namespace SparseGen.Kernels;

/// <summary>What multiplies BFloat16 on a CPU.</summary>
public enum PairUnit
{
    /// <summary>Nothing: elements are widened to Float32.</summary>
    None,

    /// <summary>AVX512_BF16: an instruction adds 16 sums of two products each.</summary>
    Dot,

    /// <summary>AMX_BF16: an instruction multiplies tiles of 16 rows and 16 columns of 32 terms.</summary>
    Tile,
}

/// <summary>The units of this processor that the system lets this process use.</summary>
public static partial class PairUnits
{
    /// <summary>The environment variable that limits the choice: "none", "dot" or "tile", the fastest unit that is used.</summary>
    public const string Variable = "SPARSEGEN_BFLOAT16";

    const int RequestFeature = 0x1023, TileData = 18, ArchPrctl = 158;

    static readonly Lazy<(PairUnit Best, string Reason)> Found = new(Find);

    /// <summary>Linux gives a process the registers of tiles when it asks for them.</summary>
    static readonly Lazy<bool> TileIsAllowed = new(() => HasTile && OperatingSystem.IsLinux() && SystemCall(ArchPrctl, RequestFeature, TileData) == 0);

    /// <summary>The fastest unit; AVX512_BF16 of Intel's processors has half of the rate of Float32, and is not among them.</summary>
    public static PairUnit Best => Found.Value.Best;

    /// <summary>In words: what the unit is, or why there is none.</summary>
    public static string Reason => Found.Value.Reason;

    /// <summary>The units that can be used, whether they are faster than Float32 or not.</summary>
    public static IEnumerable<PairUnit> Usable
    {
        get
        {
            yield return PairUnit.None;
            if (HasDot) yield return PairUnit.Dot;
            if (TileIsAllowed.Value) yield return PairUnit.Tile;
        }
    }

    static bool HasDot => X86Base.IsSupported && Avx512BW.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax >> 5 & 1) != 0;

    /// <summary>"Auth" of "AuthenticAMD".</summary>
    static bool IsAmd => X86Base.CpuId(0, 0).Ebx == 0x68747541;

    static bool HasTile => HasDot && (X86Base.CpuId(7, 0).Edx >> 22 & 5) == 5;

    static (PairUnit, string) Find()
    {
        var found = FindBest();
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } limit) return found;
        if (!Enum.TryParse<PairUnit>(limit, ignoreCase: true, out var most) || !Enum.IsDefined(most)) throw new DeviceException($"{Variable}: expected none, dot or tile, found '{limit}'.");
        if (most >= found.Best) return found;
        return (most, most == PairUnit.Dot ? "AVX512_BF16" : $"{Variable} is {limit}");
    }

    static (PairUnit Best, string Reason) FindBest()
    {
        if (!HasDot) return (PairUnit.None, "the processor has no AVX512_BF16");
        try
        {
            if (TileIsAllowed.Value && PairTile.IsExecutable(PairUnit.Tile)) return (PairUnit.Tile, "AMX_BF16");
            if (!IsAmd) return (PairUnit.None, "without AMX, this processor multiplies Float32 faster than BFloat16");
            return PairTile.IsExecutable(PairUnit.Dot) ? (PairUnit.Dot, "AVX512_BF16") : (PairUnit.None, "assembled code gives wrong sums");
        }
        catch (PlatformNotSupportedException refused)
        {
            return (PairUnit.None, refused.Message);
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);
}
