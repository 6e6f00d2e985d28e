using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Pruning;

namespace SparseGen.Tests.Experiments;

/// <summary>The hyper-parameters of every model at every scale, for 50,000 training images: fixed before any result is looked at.</summary>
public class SettingsTests
{
    const string Smoke = "narrowing 8, 2 rounds of 0.36, 4 steps of 16, rewind 1, 256 images, 64 held out, 64 samples";
    const string Paper = "narrowing 1, 20 rounds of 0.2, 117150 steps of 64, rewind 5857, all images, all held out, 10000 samples";
    const string PaperCritics = "narrowing 1, 20 rounds of 0.2, 23430 steps of 64, rewind 1171, all images, all held out, 10000 samples";

    static string Small(int steps) => $"narrowing 2, 10 rounds of 0.36, {steps} steps of 64, rewind {steps / 20}, all images, 2048 held out, 2048 samples";

    static IEnumerable<TestCaseData> Table()
    {
        const string linear = "narrowing 1, 20 rounds of 0.2, 2000 steps of 64, rewind 100, all images, 2048 held out, 2048 samples";
        foreach (var (kind, small, paper, rate, pool) in new[]
        {
            (ModelKind.LinearAutoencoder, linear, Paper, 1e-3, Pool.Global),
            (ModelKind.ConvolutionalAutoencoder, Small(2_000), Paper, 1e-3, Pool.Global),
            (ModelKind.Vae, Small(1_000), Paper, 1e-3, Pool.Global),
            (ModelKind.BetaVae, Small(1_000), Paper, 1e-3, Pool.Global),
            (ModelKind.ResidualVae, Small(1_000), Paper, 1e-3, Pool.Global),
            (ModelKind.Dcgan, Small(1_000), Paper, 2e-4, Pool.Global),
            (ModelKind.Sngan, Small(500), PaperCritics, 2e-4, Pool.Global),
            (ModelKind.ResidualDcgan, Small(1_000), Paper, 2e-4, Pool.Global),
            (ModelKind.Wgan, Small(500), PaperCritics, 5e-5, Pool.Network),
            (ModelKind.WganPenalty, Small(500), PaperCritics, 1e-4, Pool.Global),
        })
            foreach (var (scale, expected) in new[] { (Scale.Smoke, Smoke), (Scale.Small, small), (Scale.Paper, paper) })
                yield return new TestCaseData(kind, scale, FormattableString.Invariant($"{expected}, rate {rate}, {pool}")).SetArgDisplayNames(kind.Name, $"{scale}");
    }

    [TestCaseSource(nameof(Table))]
    public void A_scale_decides(ModelKind kind, Scale scale, string expected) => Assert.That(Text(kind.Settings(scale, 50_000)), Is.EqualTo(expected));

    [Test]
    public void Every_option_decides_instead()
    {
        var options = new RunOptions
        {
            Rounds = 3, Fraction = 0.5, Pool = Pool.Layer, Steps = "3ep", Rewind = "7", Batch = 10, LearningRate = 0.25, Narrowing = 5, Images = 400, EvaluationImages = 77, Samples = 33,
        };
        Assert.That(Text(ModelKind.Dcgan.Settings(Scale.Small, 50_000).With(options, 50_000, 10_000)), Is.EqualTo("narrowing 5, 3 rounds of 0.5, 120 steps of 10, rewind 7, 400 images, 77 held out, 33 samples, rate 0.25, Layer"));
    }

    [Test]
    public void Without_options_there_are_as_many_images_as_there_are()
    {
        var settings = ModelKind.Dcgan.Settings(Scale.Small, 900).With(new RunOptions(), images: 900, evaluationImages: 100);
        Assert.That((settings.Images, settings.EvaluationImages), Is.EqualTo((900, 100)));
    }

    static string Text(Settings settings) => string.Create(CultureInfo.InvariantCulture,
        $"narrowing {settings.Narrowing}, {settings.Rounds} rounds of {settings.Fraction}, {settings.Steps} steps of {settings.Batch}, rewind {settings.Rewind}, {Count(settings.Images)} images, {Count(settings.EvaluationImages)} held out, {settings.Samples} samples, rate {settings.LearningRate}, {settings.Pool}");

    static string Count(int images) => images == int.MaxValue ? "all" : images.ToString(CultureInfo.InvariantCulture);
}
