using System.CommandLine;
using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Fid;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen fid compute`</summary>
sealed class FidComputeCommand : Command, IHasExamples
{
    readonly Argument<string> _reference = new("reference") { Description = "real images: a folder of pictures, a data set (cifar10, cifar10:test) or statistics (.npz)" };
    readonly Argument<string> _generated = new("generated") { Description = "the images to be measured: any of the same" };
    readonly Option<bool> _score = new("--score") { Description = "also the Inception Score of the measured images" };
    readonly Option<bool> _kernel = new("--kernel") { Description = "also the kernel distance, KID" };
    readonly Option<bool> _precision = new("--precision") { Description = "also precision and recall" };
    readonly FeatureOptions _options = new();

    public FidComputeCommand(TextWriter output, TextWriter error, Interruption interruption) : base("compute", "Measures the distance of two sets of images. Pictures of a folder are not turned as their EXIF orientation says, as by pytorch-fid and torch-fidelity.")
    {
        foreach (var argument in (ReadOnlySpan<Argument>)[_reference, _generated]) Add(argument);
        foreach (var option in (ReadOnlySpan<Option>)[_score, _kernel, _precision]) Add(option);
        _options.AddTo(this);
        SetAction(parsed => Compute(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("fid compute cifar10 samples/ --inception inception.safetensors", "the FID of a folder of pictures against CIFAR-10's training images"),
        ("fid compute cifar10.npz samples/ --score", "against statistics made before, or by pytorch-fid"),
        ("fid compute cifar10 samples/ --classifier cifar10 --count 2048", "without the Inception weights, in the features of a small classifier"),
    ];

    void Compute(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (score, kernel, precision) = (parsed.GetValue(_score), parsed.GetValue(_kernel), parsed.GetValue(_precision));
        _options.RequireConsistent(parsed);
        var real = _options.Find(parsed, parsed.GetValue(_reference)!);
        var made = _options.Find(parsed, parsed.GetValue(_generated)!);
        if (score && made is null || (kernel || precision) && (real is null || made is null))
            throw new UsageException("Statistics hold no single images: --score needs the measured images themselves, --kernel and --precision need both sets.");

        using var device = _options.OpenDevice(parsed, error);
        using var network = _options.OpenNetwork(parsed, device, error, cancel);
        var single = kernel || precision ? Kept.Features | Kept.Shuffled : Kept.Nothing;
        var first = real is null ? null : _options.Extract(parsed, real, network, single, error, cancel);
        var second = made is null ? null : _options.Extract(parsed, made, network, single | (score ? Kept.Logits | Kept.Shuffled : Kept.Nothing), error, cancel);
        var reference = first?.Statistics ?? StatisticsFile.Read(parsed.GetValue(_reference)!);
        var generated = second?.Statistics ?? StatisticsFile.Read(parsed.GetValue(_generated)!);

        var (name, count) = (network.Name, generated.Count);
        var distance = FrechetDistance.Between(reference, generated);
        Write(output, MetricName.Frechet(name, count), Math.Abs(distance) <= FrechetDistance.Rounding(reference, generated) ? 0 : distance);
        if (score && IsEnough("--score", second!, made!, InceptionScore.Splits, error))
            Write(output, MetricName.Score(name, count), InceptionScore.Of(second!.Logits, network.ClassCount));
        if (kernel)
        {
            if (KernelDistance.SizeOfSubset(first!.Count, second!.Count) is var size and < KernelDistance.SubsetSize)
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note: --kernel takes subsets of {Plural.Of(size, "image")}, half of the smaller set, instead of {KernelDistance.SubsetSize:N0}"));
            Write(output, MetricName.Kernel(name, count), KernelDistance.Between(first.Features!, second.Features!, network.FeatureCount));
        }
        if (!precision || !IsEnough("--precision", first!, real!, PrecisionRecall.Neighbours + 1, error) || !IsEnough("--precision", second!, made!, PrecisionRecall.Neighbours + 1, error)) return;
        var manifolds = PrecisionRecall.Between(first!.Features!, second!.Features!, network.FeatureCount);
        Write(output, MetricName.Precision(name, count), manifolds.Precision);
        Write(output, MetricName.Recall(name, count), manifolds.Recall);
    }

    /// <summary>Whether a set has as many images as a metric needs. If not, a warning is written and the metric is left out.</summary>
    static bool IsEnough(string option, FeatureSet set, ImageSource source, int needed, TextWriter error)
    {
        if (set.Count >= needed) return true;
        error.WriteLine($"warning: {option} needs at least {needed} images, and {source.Name} has {Plural.Of(set.Count, "image")}: it is left out.");
        return false;
    }

    static void Write(TextWriter output, string name, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:G6}"));

    static void Write(TextWriter output, string name, Spread value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value.Mean:G6} ± {value.Deviation:G3}"));
}
