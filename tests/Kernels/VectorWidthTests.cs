using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

/// <summary>Where wider vectors are switched off (DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0), they are not used.</summary>
public class VectorWidthTests
{
    [Test]
    public void Vectors_are_no_wider_than_SPARSEGEN_WIDEST_BITS_says()
    {
        TestContext.Progress.WriteLine($"vectors of at most {HostKernels.VectorBits} bits are used");
        if (!int.TryParse(Environment.GetEnvironmentVariable("SPARSEGEN_WIDEST_BITS"), out var bits)) return;
        Assert.That(HostKernels.VectorBits, Is.LessThanOrEqualTo(bits));
        if (bits < 512) Assert.That(Vector512.IsHardwareAccelerated || Avx512F.IsSupported, Is.False);
        if (bits < 256) Assert.That(Vector256.IsHardwareAccelerated || Avx2.IsSupported, Is.False);
    }
}
