using System.CommandLine;
using SparseGen.Experiments.Report;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen report FOLDER`</summary>
sealed class ReportCommand : Command, IHasExamples
{
    public ReportCommand(TextWriter output) : base("report", "Draws the report of a run again, from its metrics.jsonl; also of one that is not finished.")
    {
        var folder = new Argument<string>("folder") { Description = "the run's folder" };
        Add(folder);
        SetAction(parsed => output.WriteLine(ReportPage.Draw(parsed.GetValue(folder)!)));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("report runs/quickstart-small-d5374418d1d4", "writes report.html into the folder")];
}
