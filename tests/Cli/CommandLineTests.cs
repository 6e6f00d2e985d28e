using SparseGen.Experiments;
using static SparseGen.Tests.Cli.InProcess;

namespace SparseGen.Tests.Cli;

/// <summary>The command line: exit codes, messages, help.</summary>
public class CommandLineTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("run", "fig99")]
    [TestCase("run")]
    [TestCase("walk")]
    [TestCase("run", "quickstart", "--seeds", "many")]
    [TestCase("run", "quickstart", "--scale", "tiny")]
    [TestCase("run", "quickstart", "--seeds", "0")]
    [TestCase("run", "quickstart", "--device", "abacus")]
    [TestCase("run", "quickstart", "--steps", "10", "--rewind", "10")]
    [TestCase("run", "quickstart", "--dataset", "imagenet")]
    [TestCase("run", "quickstart", "--dataset", "glyphs-color")]
    [TestCase("run", "fig4", "--curves", "losing")]
    [TestCase("run", "quickstart", "--threads", "2", "--device", "reference")]
    [TestCase("run", "quickstart", "--threads", "-1", "--scale", "smoke")]
    [TestCase("run", "quickstart", "--checkpoint-seconds", "NaN")]
    [TestCase("run", "quickstart", "--images", "10")]
    [TestCase("run", "quickstart", "--precision", "float16")]
    [TestCase("run", "quickstart", "--precision", "tf32")]
    [TestCase("run", "fig7", "--scale", "smoke", "--latest-scan", "4")]
    [TestCase("run", "quickstart", "--narrowing", "10000")]
    [TestCase("run", "quickstart", "--threads", "5000", "--scale", "smoke")]
    [TestCase("run", "quickstart", "--seeds", "99999999")]
    [TestCase("run", "quickstart", "--samples", "99999999")]
    [TestCase("run", "quickstart", "--rounds", "1001")]
    [TestCase("run", "quickstart", "--rounds", "-1")]
    [TestCase("run", "quickstart", "--batch", "0")]
    [TestCase("run", "quickstart", "--batch", "65537")]
    [TestCase("run", "quickstart", "--fraction", "1")]
    [TestCase("run", "quickstart", "--learning-rate", "Infinity")]
    [TestCase("run", "quickstart", "--learning-rate", "-1")]
    [TestCase("run", "quickstart", "--learning-rate", "NaN")]
    [TestCase("run", "quickstart", "--steps", "99999999999")]
    [TestCase("run", "quickstart", "--images", "0")]
    [TestCase("run", "quickstart", "--evaluation-images", "-3")]
    [TestCase("classifier", "train", "glyphs", "--epochs", "0")]
    [TestCase("classifier", "train", "glyphs", "--epochs", "99999")]
    [TestCase("fid", "compute", "a", "b", "--classifier", "glyphs", "--count", "1")]
    [TestCase("fuzz", "--count", "-1")]
    [TestCase("list", "colours")]
    [TestCase("report")]
    public void Wrong_usage_is_2_with_a_message_and_no_trace(params string[] arguments)
    {
        var (code, _, error) = Run([.. arguments, .. arguments is ["run", _, ..] ? new[] { "--out", _folder.File("run") } : []]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.StartWith("error: ").And.Not.Contain("   at "));
        Assert.That(Directory.Exists(_folder.File("run")), Is.False, "nothing was begun");
    }

    [TestCase("Did you mean 'run'?", "runn")]
    [TestCase("Did you mean 'fig4'?", "run", "fig44")]
    [TestCase("Did you mean '--seed'?", "run", "fig4", "--sede", "3")]
    [TestCase("Did you mean 'linear-ae'?", "run", "fig4", "--models", "linear")]
    [TestCase("Did you mean 'winning'?", "run", "fig4", "--curves", "winnin")]
    [TestCase("Did you mean 'cifar10'?", "run", "fig4", "--dataset", "cifar")]
    [TestCase("Did you mean 'small'?", "run", "fig4", "--scale", "smal")]
    [TestCase("Did you mean 'host'?", "run", "fig4", "--device", "hots")]
    [TestCase("expected a whole number from 0 on, found '-1'.", "fuzz", "--seed", "-1")]
    [TestCase("expected a whole number, found 'x'.", "fuzz", "--count", "x")]
    [TestCase("Did you mean 'list'?", "data", "lst")]
    public void A_slip_of_the_keyboard_is_understood(string words, params string[] arguments)
    {
        var (code, _, error) = Run(arguments);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.Split('\n')[0], Does.EndWith(words));
        Assert.That(error.Split(words), Has.Length.EqualTo(2), "said once");
    }

    [Test]
    public void A_failure_is_1_with_one_message()
    {
        var (code, _, error) = Run("run", "fig4", "--dataset", "mnist", "--data", _folder.Path, "--out", _folder.File("run"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("error: mnist: ").And.Contain("train-images-idx3-ubyte"));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public void An_output_that_cannot_be_written_fails_before_any_training()
    {
        var file = _folder.File("file", [1]);
        var (code, output, error) = Run("run", "quickstart", "--scale", "smoke", "--out", Path.Combine(file, "run"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("cannot be written"));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void A_run_writes_a_line_for_each_round_when_it_is_piped()
    {
        var (code, output, _) = Run("run", "quickstart", "--scale", "smoke", "--out", _folder.File("run"));
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("sparsity").And.Contain("winning").And.Contain("random").And.Contain("ms per step"));
        Assert.That(output, Does.Contain("1/2").And.Contain("36.0 %").And.Contain("2/2").And.Contain("59.0 %"));
        Assert.That(output, Does.Not.Contain("\u001b"), "no escape sequences");
        Assert.That(File.Exists(_folder.File("run/report.html")));
    }

    [Test]
    public void Other_options_in_the_folder_are_refused_by_name()
    {
        Run("run", "quickstart", "--scale", "smoke", "--out", _folder.File("run"));
        var (code, _, error) = Run("run", "quickstart", "--scale", "smoke", "--out", _folder.File("run"), "--seed", "3", "--batch", "8");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("seed: 1 in the folder, 3 now").And.Contain("batch: none in the folder, 8 now").And.Contain("linear-ae-glyphs batch: 16 in the folder, 8 now"));
    }

    [Test]
    public void The_command_is_recorded_as_it_was_given()
    {
        Run("run", "quickstart", "--scale", "smoke", "--out", _folder.File("run"), "--seed", "3");
        Assert.That(RunManifest.Read(_folder.File("run")).Command, Is.EqualTo($"sparsegen run quickstart --scale smoke --out {_folder.File("run")} --seed 3"));
    }

    [Test]
    public void Every_option_of_a_run_is_an_option_of_the_command()
    {
        var (code, output, _) = Run("run", "--help");
        Assert.That(code, Is.Zero);
        foreach (var name in new[] { "--scale", "--seed", "--seeds", "--device", "--dataset", "--steps", "--learning-rate", "--out", "--data", "--threads" })
            Assert.That(output, Does.Contain(name + " "));
        Assert.That(output, Does.Contain("Examples:").And.Contain("sparsegen run quickstart"));
    }

    [Test]
    public void Everything_that_can_be_run_is_listed()
    {
        var (code, output, _) = Run("list");
        Assert.That(code, Is.Zero);
        foreach (var name in Experiment.All.Select(experiment => experiment.Name).Concat(["linear-ae", "conv-ae", "mnist", "cifar10", "glyphs"]))
            Assert.That(output, Does.Contain($"  {name} "));
    }

    [Test]
    public void A_plan_has_a_row_for_each_curve()
    {
        var (code, output, _) = Run("plan", "fig4", "--scale", "smoke", "--models", "linear-ae");
        Assert.That(code, Is.Zero);
        foreach (var curve in new[] { "unpruned", "winning", "random", "encoder-only", "decoder-only", "all together" }) Assert.That(output, Does.Contain($"  {curve} "));
    }

    [Test]
    public void A_data_set_that_lacks_a_file_is_named()
    {
        _folder.File("mnist/train-images-idx3-ubyte", [1, 2, 3]);
        var (code, output, _) = Run("data", "check", _folder.Path);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("mnist: DAMAGED").And.Contain("train-labels-idx1-ubyte"));
    }

    [Test]
    public void The_version_is_told()
    {
        var (code, output, _) = Run("--version");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Match(@"^\d+\.\d+\.\d+"));
    }
}
