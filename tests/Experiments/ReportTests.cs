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

    /// <summary>Round 1 matches, round 2 does not, round 3 does again.</summary>
    [TestCase(1, true)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    public void A_frame_is_spoken_of_where_it_is(int drawn, bool isFramed)
    {
        var (study, results) = Found();
        var paths = new RunPaths(_folder.Path, "gan", seed: 1);
        foreach (var path in new[] { paths.Originals, RunPaths.ImageOf(paths.Ticket("both", drawn, isRandom: false)) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, [1]);
        }
        var html = new Html();
        new ImageStrips(study, results, _folder.Path, html).Write();
        Assert.That(html.ToString().Contains("strips best", StringComparison.Ordinal), Is.EqualTo(isFramed));
        Assert.That(html.ToString().Contains("framed row", StringComparison.Ordinal), Is.EqualTo(isFramed));
    }

    [Test]
    public void The_summary_and_the_findings_name_what_matches_again()
    {
        var (_, results) = Found();
        var html = new Html();
        new SummarySection([results], html).Write();
        Assert.That(html.ToString(), Does.Contain("<td>up to a sparsity of 20.0 % (round 1), again at 48.8 % (round 3)</td>"));
        new MetricSection(results, results.Metrics[0], html).Write();
        Assert.That(html.ToString(), Does.Contain("The winning ticket matches the unpruned network up to a sparsity of 20.0 % (round 1), again at 48.8 % (round 3)."));
        Assert.That(html.ToString(), Does.Contain("<tr class=\"best\"><th>1</th>"));
    }

    [Test]
    public void Curves_that_end_early_are_drawn_once_more_by_themselves()
    {
        var (_, results) = Found();
        var html = new Html();
        new MetricSection(results, results.Metrics[0], html).Write();
        var drawings = Drawing().Matches(html.ToString()).Select(match => match.Value).Where(drawing => drawing.StartsWith("<svg class=\"wide\"", StringComparison.Ordinal)).ToArray();
        Assert.That(drawings, Has.Length.EqualTo(2));
        Assert.That(drawings[0], Does.Contain("winning at").And.Contain("encoder at"));
        Assert.That(drawings[1], Does.Contain("encoder at").And.Not.Contain("winning at"));
    }

    [Test]
    public void A_wide_table_keeps_its_first_column_in_view() =>
        Assert.That(ReportStyle.Css, Does.Match(@"tbody th, thead th:first-child \{ position: sticky; left: 0; background"));

    /// <summary>Three rounds of pruning 20 % of everything, and of pruning a third of it.</summary>
    static (StudyOutline Study, SubjectResults Results) Found()
    {
        var subject = new SubjectOutline("gan", 3, 10, [new MetricOutline("distance", "distance", LowerIsBetter: true)], [new("winning", "both", false), new("random", "both", true), new("encoder", "encoder", false)]);
        var study = new StudyOutline("", [1], [subject]);
        (string Curve, double[] Values)[] curves = [("winning", [20, 30, 20]), ("random", [40, 40, 40]), ("encoder", [21, 22, 23])];
        var facts = curves.SelectMany(curve => curve.Values.Select((value, i) => Evaluation(curve.Curve, i + 1, (1 - Math.Pow(0.8, i + 1)) * (curve.Curve == "encoder" ? 0.33 : 1), value)));
        return (study, new SubjectResults(study, subject, [Evaluation("unpruned", 0, 0, 20), .. facts], []));
    }

    static Evaluation Evaluation(string curve, int round, double sparsity, double value) => new("gan", 1, curve, round, sparsity, 10, "distance", value);

    static string Page(string folder) => File.ReadAllText(Path.Combine(folder, ReportPage.FileName));

    [GeneratedRegex("src=\"([^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();
}
