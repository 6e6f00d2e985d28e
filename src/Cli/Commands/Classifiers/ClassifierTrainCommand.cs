using System.CommandLine;
using System.Globalization;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen classifier train`</summary>
sealed class ClassifierTrainCommand : Command, IHasExamples
{
    readonly ClassifierOptions _options = new();
    readonly Option<int?> _epochs = new("--epochs") { Description = "passes over the training images", HelpName = "number" };

    public ClassifierTrainCommand(TextWriter output, TextWriter error, Interruption interruption) : base("train", "Trains the classifier of a data set, unless it was trained before.")
    {
        _options.AddTo(this);
        _epochs.Within(1, 10_000);
        Add(_epochs);
        SetAction(parsed => Train(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("classifier train mnist", "LeNet; 'run' and 'fid compute --classifier mnist' train it by themselves when they need it")];

    void Train(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var data = _options.Data(parsed);
        var training = _options.Training(parsed, data);
        if (parsed.GetValue(_epochs) is { } epochs) training = training with { Epochs = epochs };
        var cache = new FeatureCache(note: note => error.WriteLine($"note: {note}"));
        using var device = _options.OpenDevice(parsed, error);
        using var classifier = Classifier(data, training, cache, device, error, cancel);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{classifier.Name}: {classifier.Accuracy(data.Test):P2} of {data.Test.Count:N0} test images"));
        if (cache.PathOf(data, training) is var path && File.Exists(path)) output.WriteLine(path);
    }

    static Classifier Classifier(DataSet data, ClassifierTraining training, FeatureCache cache, Device device, TextWriter error, CancellationToken cancel)
    {
        if (!File.Exists(cache.PathOf(data, training))) error.WriteLine($"training {training.Kind} on {data.Train}; Ctrl-C stops it, and the same command goes on with it");
        try
        {
            return cache.Classifier(data, device, training, new ProgressLines(error, $"{training.Kind} on {data.Name}"), cancel);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"Stopped; what is done is kept in {Path.GetDirectoryName(cache.PathOf(data, training))}. The same command goes on with it.");
            throw;
        }
    }
}
