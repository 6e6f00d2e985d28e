using System.Globalization;
using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

/// <summary>Which vectors the tests of this process ran with.</summary>
public class VectorWidthTests
{
    /// <summary>Set where wider vectors are switched off, so that they cannot stay on unnoticed.</summary>
    const string Variable = "SPARSEGEN_VECTOR_BITS";

    [Test]
    public void Vectors_are_as_wide_as_was_asked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } asked) Assert.Ignore($"Needs {Variable}, the width that this process was restricted to.");
        else Assert.That(HostKernels.VectorBits, Is.EqualTo(int.Parse(asked, CultureInfo.InvariantCulture)));
    }
}
