using System.Globalization;
using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Options name the folder of a run: their text must never change by itself.</summary>
public class CanonicalTextTests
{
    static readonly RunOptions Asked = new() { Experiment = "fig4", Scale = Scale.Small, Seeds = 5, Dataset = "mnist", LearningRate = 5e-4, Steps = "3ep" };

    [Test]
    public void Options_are_written_sorted_with_defaults_omitted() => Assert.That(CanonicalText.Of(Asked), Is.EqualTo("""
        dataset="mnist"
        experiment="fig4"
        learning-rate=0.0005
        seeds=5
        steps="3ep"

        """));

    // If one of these fails, existing runs are no longer found under their names: don't change the numbers, change the code.
    [TestCase("quickstart", "quickstart-small-d5374418d1d4")]
    [TestCase("fig4", "fig4-small-609ca09967f6")]
    public void The_folder_of_a_run_is_pinned(string experiment, string name) =>
        Assert.That(RunFolder.NameOf(new RunOptions { Experiment = experiment }), Is.EqualTo(name));

    [Test]
    public void The_folder_of_a_run_with_options_is_pinned() => Assert.That(RunFolder.NameOf(Asked), Is.EqualTo("fig4-small-7d9938bf99d8"));

    [Test]
    public void A_culture_with_decimal_commas_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.That(CanonicalText.Of(Asked), Does.Contain("learning-rate=0.0005\n"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void An_option_that_is_added_with_a_default_leaves_existing_runs_where_they_are() =>
        Assert.That(CanonicalText.Of(new After { Width = 3 }), Is.EqualTo(CanonicalText.Of(new Before { Width = 3 })));

    [Test]
    public void A_text_cannot_pretend_to_be_another_option() =>
        Assert.That(CanonicalText.Of(new RunOptions { Dataset = "a\"\nseeds=5" }), Is.EqualTo("dataset=\"a\\u0022\\nseeds=5\"\n"));

    [Test]
    public void All_options_include_the_defaults() =>
        Assert.That(CanonicalText.All(new RunOptions())["device"], Is.EqualTo("\"host\""));

    sealed record Before
    {
        public int Width { get; init; } = 1;
    }

    sealed record After
    {
        public int Width { get; init; } = 1;

        public bool Fast { get; init; }
    }
}
