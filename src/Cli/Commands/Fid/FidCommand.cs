using System.CommandLine;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen fid`</summary>
sealed class FidCommand : Command
{
    public FidCommand(TextWriter output, TextWriter error, Interruption interruption) : base("fid", "Measures generated images: Fréchet distance, Inception Score, kernel distance, precision and recall.")
    {
        Add(new FidComputeCommand(output, error, interruption));
        Add(new FidStatsCommand(output, error, interruption));
        Add(new FidConvertCommand(output, error));
    }
}
