using BenchmarkDotNet.Running;

namespace SparseGen.Bench;

/// <summary>Everything under BenchmarkDotNet.</summary>
static class Suite
{
    public static int Run(string[] arguments)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Suite).Assembly).Run(arguments);
        return 0;
    }
}
