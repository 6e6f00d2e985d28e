using SparseGen.Training;

namespace SparseGen.Tests.Training;

public class StepTests
{
    [TestCase("500", 500)]
    [TestCase("500it", 500)]
    [TestCase("3ep", 2811)]
    [TestCase("3ep50it", 2861)]
    [TestCase("0", 0)]
    public void Steps_are_read_as_numbers_of_steps_and_epochs(string text, int steps) => Assert.That(Step.Parse(text, 937), Is.EqualTo(new Step(steps)));

    [TestCase("")]
    [TestCase("-1")]
    [TestCase("3 ep")]
    [TestCase("ep")]
    [TestCase("3ep50")]
    [TestCase("1.5ep")]
    [TestCase("3000000ep")]
    public void Anything_else_is_refused_in_words(string text) =>
        Assert.That(() => Step.Parse(text, 937), Throws.TypeOf<FormatException>().With.Message.Contains($"'{text}'").And.Message.Contains("120ep50it"));

    [Test]
    public void A_step_is_never_negative() => Assert.That(() => new Step(-1), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Multiples_of_an_interval_exclude_the_beginning() =>
        Assert.That(Enumerable.Range(0, 10).Where(i => new Step(i).IsEvery(3)), Is.EqualTo(new[] { 3, 6, 9 }));
}
