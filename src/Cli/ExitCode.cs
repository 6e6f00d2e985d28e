namespace SparseGen.Cli;

/// <summary>Exit codes of the process.</summary>
static class ExitCode
{
    public const int Success = 0, Failure = 1, WrongUsage = 2;

    /// <summary>128 + SIGINT, as in shells.</summary>
    public const int Interrupted = 130;
}
