namespace SparseGen.Tests;

public class SuggestionTests
{
    static readonly string[] Names = ["run", "report", "linear-ae", "conv-ae", "--seed", "--seeds", "cifar10"];

    [TestCase("runn", "run")]
    [TestCase("rnu", "run")]
    [TestCase("reprot", "report")]
    [TestCase("linear", "linear-ae")]
    [TestCase("--sede", "--seed")]
    [TestCase("CIFAR10", "cifar10")]
    [TestCase("cfar10", "cifar10")]
    public void A_slip_is_understood(string word, string meant) => Assert.That(Suggestion.For(word, Names), Is.EqualTo($" Did you mean '{meant}'?"));

    [TestCase("walk")]
    [TestCase("x")]
    [TestCase("")]
    [TestCase("mnist")]
    public void Nothing_is_guessed_of_another_word(string word) => Assert.That(Suggestion.For(word, Names), Is.Empty);

    [Test]
    public void Numbers_and_names_are_put_into_words()
    {
        Assert.That(Plural.Of(1, "image is", "images are"), Is.EqualTo("1 image is"));
        Assert.That(Plural.Of(2048, "image"), Is.EqualTo("2,048 images"));
        Assert.That(Plural.Names(["a", "b"]), Is.EqualTo("a, b"));
        Assert.That(Plural.Names([.. Enumerable.Range(0, 96).Select(i => $"{i}")]), Is.EqualTo("0, 1, 2, 3, 4 and 91 more"));
    }
}
