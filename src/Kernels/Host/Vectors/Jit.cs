using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

static class Jit
{
    /// <summary>
    /// For methods around a vector loop: optimized at the first call, and never inlined into the caller. Inside a larger
    /// method, the compiler's budget for inlining would be exhausted, and each operation on lanes would become a call.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
