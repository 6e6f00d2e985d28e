using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

sealed class PatternTests
{
    static readonly byte[] Mask = [0, 1, 1, 0, 0, 0, 1, 0, 9];

    static readonly Pattern Example = new(new Shape(3, 3), Mask);

    [Test]
    public void Lists_the_survivors_in_order_and_by_row()
    {
        Assert.That(Example.Indices, Is.EqualTo(new[] { 1, 2, 6, 8 }));
        Assert.That(Example.RowStarts, Is.EqualTo(new[] { 0, 2, 2, 4 }));
        Assert.That(Example.Density, Is.EqualTo(4.0 / 9));
    }

    [Test]
    public void Gives_its_mask_back() =>
        Assert.That(Example.ToMask(), Is.EqualTo(new byte[] { 0, 1, 1, 0, 0, 0, 1, 0, 1 }));

    [Test]
    public void Compiles_once_for_each_key()
    {
        var compilations = 0;
        string Compile(Pattern pattern, int key) => $"{pattern.Count} of key {key}, compilation {++compilations}";
        Assert.That(Example.Compiled(5, Compile), Is.EqualTo("4 of key 5, compilation 1"));
        Assert.That(Example.Compiled(6, Compile), Is.EqualTo("4 of key 6, compilation 2"));
        Assert.That(Example.Compiled(5, Compile), Is.EqualTo("4 of key 5, compilation 1"));
    }

    [Test]
    public void Refuses_a_mask_of_another_length() =>
        Assert.That(() => new Pattern(new Shape(3, 4), Mask), Throws.ArgumentException.With.Message.Contains("9 entries").And.Message.Contains("(3, 4)"));

    [Test]
    public void Refuses_to_mask_a_vector() =>
        Assert.That(() => new Pattern(new Shape(9), Mask), Throws.ArgumentException.With.Message.Contains("(9)"));
}
