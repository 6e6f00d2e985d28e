using System.CommandLine;
using System.Globalization;
using SparseGen.Fid;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen classifier test`</summary>
sealed class ClassifierTestCommand : Command, IHasExamples
{
    readonly ClassifierOptions _options = new();
    readonly Option<string> _weights = new("--weights") { Description = $"weights of the network: {WeightFile.Formats}", HelpName = "file", Required = true };

    public ClassifierTestCommand(TextWriter output, TextWriter error) : base("test", "Says how many test images a classifier from elsewhere gets right.")
    {
        _options.AddTo(this);
        Add(_weights);
        SetAction(parsed => Test(parsed, output, error));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("classifier test cifar10 --network resnet20 --weights resnet20.npz", "published weights with PyTorch's names")];

    void Test(ParseResult parsed, TextWriter output, TextWriter error)
    {
        var data = _options.Data(parsed);
        using var device = _options.OpenDevice(parsed, error);
        using var classifier = Classifier.Load(parsed.GetValue(_weights)!, _options.Network(parsed), data.Test, device, note => error.WriteLine($"note: {note}"));
        var correct = classifier.CountCorrect(data.Test);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{classifier.Name}: {correct:N0} of {data.Test.Count:N0} test images, {(double)correct / data.Test.Count:P2}"));
    }
}
