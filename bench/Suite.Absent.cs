namespace SparseGen.Bench;

/// <summary>Stands in for BenchmarkDotNet in builds with Lean=true.</summary>
static class Suite
{
    public static int Run(string[] arguments)
    {
        Console.Error.WriteLine($"error: there is no tool '{string.Join(' ', arguments)}' in this build, which is without BenchmarkDotNet (Lean=true); --help lists the quick tools.");
        return 2;
    }
}
