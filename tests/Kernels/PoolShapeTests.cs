using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

sealed class PoolShapeTests
{
    [Test]
    public void Its_windows_leave_out_what_lies_outside_the_image()
    {
        var shape = new PoolShape(new Shape(3, 5, 7, 2), (3, 3), (2, 2), (1, 1));
        Assert.That(shape.Output, Is.EqualTo(new Shape(3, 3, 4, 2)));
        Assert.That(Enumerable.Range(0, 3).Select(shape.Rows), Is.EqualTo(new[] { (0, 2), (1, 4), (3, 5) }));
        Assert.That(Enumerable.Range(0, 4).Select(shape.Columns), Is.EqualTo(new[] { (0, 2), (1, 4), (3, 6), (5, 7) }));
    }

    [Test]
    public void Refuses_what_makes_no_sense()
    {
        var x = new Shape(3, 5, 7, 2);
        Assert.That(() => new PoolShape(new Shape(3, 5), (2, 2), (2, 2)), Throws.ArgumentException.With.Message.Contains("(3, 5)"));
        Assert.That(() => new PoolShape(x, (6, 2), (2, 2)), Throws.ArgumentException.With.Message.Contains("(3, 5, 7, 2)"));
        Assert.That(() => new PoolShape(x, (0, 2), (2, 2)), Throws.ArgumentException.With.Message.Contains("window"));
        Assert.That(() => new PoolShape(x, (2, 2), (0, 2)), Throws.ArgumentException.With.Message.Contains("Stride"));
        Assert.That(() => new PoolShape(x, (2, 2), (2, 2), (2, 0)), Throws.ArgumentException.With.Message.Contains("Padding"));
    }
}
