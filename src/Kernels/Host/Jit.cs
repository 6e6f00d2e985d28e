using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

static class Jit
{
    /// <summary>
    /// For the method around a vector loop: compiled fully at its first call, and never into its caller. There, beside
    /// other code, the compiler's budget for inlining runs out, and each operation on lanes becomes a call.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
