using System.CommandLine;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen classifier train|test`</summary>
sealed class ClassifierCommand : Command
{
    public ClassifierCommand(TextWriter output, TextWriter error, Interruption interruption) : base("classifier", "Small classifiers: a space for distances of images, and a downstream task.")
    {
        Add(new ClassifierTrainCommand(output, error, interruption));
        Add(new ClassifierTestCommand(output, error));
    }
}
