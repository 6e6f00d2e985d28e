namespace SparseGen.Cli;

/// <summary>What the process returns.</summary>
static class ExitCode
{
    public const int Success = 0, Failure = 1, WrongUsage = 2;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
