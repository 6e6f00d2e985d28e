using System.CommandLine;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;

namespace SparseGen.Cli.Commands;

/// <summary>The options of every command that passes images through a network.</summary>
sealed class FeatureOptions
{
    readonly Option<string?> _inception = new("--inception") { Description = $"weights of the Inception network: {WeightFile.Formats} [default: {InceptionFeatures.Variable}]", HelpName = "file" };
    readonly Option<string?> _classifier = new("--classifier") { Description = "takes the features of a small classifier of this data set instead, which SparseGen trains; pictures of other sizes are resized to the set's, antialiased; the results are then not called FID or IS", HelpName = "data set" };
    readonly Option<string?> _weights = new("--classifier-weights") { Description = "with --classifier: published weights, instead of ones that are trained first", HelpName = "file" };
    readonly Option<string> _preprocessing = new("--preprocessing") { Description = "tensorflow: as the original FID; pytorch: as pytorch-fid", DefaultValueFactory = _ => "tensorflow" };
    readonly Option<int?> _count = new("--count") { Description = "takes only so many images of each set, chosen by their contents: as good as random, whatever their names and order", HelpName = "number" };
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are, each in a folder of its own [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly DeviceOptions _device = new();

    public FeatureOptions()
    {
        _preprocessing.AcceptOnlyFromAmong("tensorflow", "pytorch");
        _classifier.AcceptOnlyFromAmong([.. DataFolder.Names]);
        // A covariance needs at least two images.
        _count.Within(2, 100_000_000);
    }

    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_inception, _classifier, _weights, _preprocessing, _count, _data]) command.Add(option);
        _device.AddTo(command);
    }

    public Device OpenDevice(ParseResult parsed, TextWriter error) => _device.Open(parsed, error);

    /// <summary>Throws if an option would be ignored. Called before long computations.</summary>
    public void RequireConsistent(ParseResult parsed)
    {
        var classifier = parsed.GetValue(_classifier) is not null;
        if (classifier && parsed.GetValue(_inception) is not null) throw new UsageException("--inception and --classifier name two networks: give one of them.");
        if (!classifier && parsed.GetValue(_weights) is not null) throw new UsageException("--classifier-weights needs --classifier, the data set that the weights are of.");
        if (classifier && parsed.GetResult(_preprocessing) is { Implicit: false }) throw new UsageException("--preprocessing is of Inception's images; a classifier has none.");
    }

    /// <exception cref="UsageException">There are neither weights of the Inception network nor a classifier.</exception>
    public IFeatureNetwork OpenNetwork(ParseResult parsed, Device device, TextWriter error, CancellationToken cancel)
    {
        if (parsed.GetValue(_classifier) is { } name)
        {
            if (parsed.GetValue(_weights) is { } weights)
            {
                // If the data set is not available, the weights cannot be tested on its images.
                var sets = DataFolder.Find(parsed.GetValue(_data));
                if (sets.Has(name)) return Classifier.Load(weights, sets.Load(name), device, Note);
                var form = ImageForm.Of(name);
                return Classifier.Load(weights, kind: null, form.Image, form.Classes, device, Note);
            }
            var data = DataFolder.Find(parsed.GetValue(_data)).Load(name);
            return new FeatureCache(note: Note).Classifier(data, device, progress: new ProgressLines(error, $"a classifier of {name}"), cancel: cancel);
        }
        var file = parsed.GetValue(_inception) ?? InceptionFeatures.WeightsOfEnvironment
            ?? throw new UsageException($"The FID needs the weights of the Inception network: give them by --inception or {InceptionFeatures.Variable} ('sparsegen fid convert --help' says where they come from), or take the features of a classifier by --classifier.");
        var preprocessing = parsed.GetValue(_preprocessing) == "pytorch" ? Preprocessing.PyTorch : Preprocessing.TensorFlow;
        return new InceptionFeatures(device, InceptionNetwork.Load(file, device, Note), preprocessing);

        void Note(string text) => error.WriteLine($"note: {text}");
    }

    /// <summary>The images that a text names. Called before long computations.</summary>
    /// <param name="text">a folder, a data set, or statistics</param>
    /// <returns>null if it names statistics</returns>
    public ImageSource? Find(ParseResult parsed, string text)
    {
        if (IsStatistics(text)) return null;
        try
        {
            return ImageSource.Of(text, DataFolder.Find(parsed.GetValue(_data)));
        }
        catch (ArgumentException unknown)
        {
            throw new UsageException($"{unknown.Message} Statistics are files that end with .npz.", unknown);
        }
    }

    /// <summary>Passes images through a network.</summary>
    /// <param name="kept">the values of each image that are kept</param>
    /// <param name="error">receives progress and warnings</param>
    /// <param name="cancel">cancels the pass</param>
    public FeatureSet Extract(ParseResult parsed, ImageSource source, IFeatureNetwork network, Kept kept, TextWriter error, CancellationToken cancel)
    {
        if (ImageFolder.LeftOut(source.Name) is { } note) error.WriteLine($"note: {source.Name}: {note}");
        var count = Math.Min(parsed.GetValue(_count) ?? source.Count, source.Count);
        if (parsed.GetValue(_count) > count) error.WriteLine(FormattableString.Invariant($"note: --count {parsed.GetValue(_count):N0}: {source.Name} has {Plural.Of(count, "image")}, and all of them are taken"));
        if (count < FrechetDistance.FewSamples)
            error.WriteLine($"warning: {source.Name}: {Plural.Of(count, "image is", "images are")} few; a distance from fewer than {FrechetDistance.FewSamples:N0} says little, and only compares with others from as many.");
        try
        {
            return FeatureSet.Extract(network, Fitted(source, count, network, error), kept, new ProgressLines(error, source.Name, count), cancel);
        }
        catch (ArgumentException unfit)
        {
            throw new RunException($"{source.Name}: {unfit.Message}", unfit);
        }
    }

    /// <summary>Converts images to the shape that the network takes. Each kind of conversion is reported once.</summary>
    static IEnumerable<ImageSet> Fitted(ImageSource source, int count, IFeatureNetwork network, TextWriter error)
    {
        if (network.Image is not { } image) return source.Read(count);
        var (isResized, isRecoloured) = (false, false);
        return source.Read(count).Select(piece =>
        {
            if (!isResized && (piece.Height, piece.Width) != (image[1], image[2]))
            {
                isResized = true;
                error.WriteLine($"note: {source.Name}: pictures of other sizes than {image[2]}×{image[1]}, such as one of {piece.Width}×{piece.Height}, are resized to it, antialiased");
            }
            if (!isRecoloured && piece.Channels != image[0])
            {
                isRecoloured = true;
                error.WriteLine($"note: {source.Name}: the classifier takes images in {(image[0] == 1 ? "grey: colours become their luminance" : "colour: grey becomes all three channels")}");
            }
            return FittedImages.Of(piece, image[0], image[1], image[2]);
        });
    }

    static bool IsStatistics(string text) => text.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
}
