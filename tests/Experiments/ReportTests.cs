using System.Text.RegularExpressions;
using System.Xml.Linq;
using SparseGen.Experiments;
using SparseGen.Experiments.Report;

namespace SparseGen.Tests.Experiments;

/// <summary>report.html says what was found, and needs nothing but itself.</summary>
public partial class ReportTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Nothing_is_loaded_from_anywhere()
    {
        var page = Page(SmokeRun.Of(new RunOptions { Experiment = "figA8", Scale = Scale.Smoke }, _folder.Path));
        Assert.That(page, Does.Not.Contain("http").And.Not.Contain("<script").And.Not.Contain("<link").And.Not.Contain("@import").And.Not.Contain("url("));
        var sources = Source().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.That(sources, Has.Length.GreaterThan(10));
        Assert.That(sources, Has.All.StartsWith("data:image/png;base64,"));
    }

    [Test]
    public void Every_drawing_is_well_formed()
    {
        var page = Page(SmokeRun.Of(new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Seeds = 2 }, _folder.Path));
        var drawings = Drawing().Matches(page);
        Assert.That(drawings, Has.Count.GreaterThan(12));
        foreach (var drawing in drawings.Cast<Match>()) Assert.That(() => XDocument.Parse(drawing.Value), Throws.Nothing);
        Assert.That(page, Does.Not.Contain("NaN"));
    }

    [Test]
    public void It_is_drawn_again_from_the_metrics()
    {
        var folder = SmokeRun.Of(SmokeRun.Quickstart, _folder.Path);
        var path = Path.Combine(folder, ReportPage.FileName);
        var first = File.ReadAllText(path);
        File.Delete(path);
        Assert.That(ReportPage.Draw(folder), Is.EqualTo(path));
        Assert.That(File.ReadAllText(path), Is.EqualTo(first));
    }

    [Test]
    public void A_run_that_is_not_finished_says_what_is_missing()
    {
        using var source = new CancellationTokenSource();
        var observer = new QuietObserver(trainer =>
        {
            if (trainer.Model.Density < 1) source.Cancel();
        });
        Assert.That(() => SmokeRun.Of(SmokeRun.Quickstart, _folder.Path, observer, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Page(_folder.Path), Does.Contain("4 trainings are missing").And.Contain("linear-ae-glyphs, seed 1, round 1, winning"));
        SmokeRun.Of(SmokeRun.Quickstart, _folder.Path);
        Assert.That(Page(_folder.Path), Does.Not.Contain("missing"));
    }

    [Test]
    public void Words_cannot_become_markup()
    {
        RunFolder.Open(_folder.File("run"), new RunManifest("fig4", "sparsegen run <script>", new StudyOutline("a & b", [1], []), [], [])).Dispose();
        ReportPage.Draw(_folder.File("run"));
        Assert.That(Page(_folder.File("run")), Does.Contain("sparsegen run &lt;script&gt;").And.Contain("a &amp; b"));
    }

    [Test]
    public void A_folder_that_is_not_a_runs_is_refused() =>
        Assert.That(() => ReportPage.Draw(_folder.Path), Throws.TypeOf<RunException>().With.Message.Contains("run.json"));

    static string Page(string folder) => File.ReadAllText(Path.Combine(folder, ReportPage.FileName));

    [GeneratedRegex("src=\"([^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();
}
