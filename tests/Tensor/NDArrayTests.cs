namespace SparseGen.Tests;

public class NDArrayTests
{
    [Test]
    public void A_view_of_another_type_is_refused()
    {
        var array = NDArray.Of<float>(new Shape(2), [1, 2]);
        Assert.That(() => array.As<double>(), Throws.InvalidOperationException.With.Message.Contains("Float32").And.Message.Contains("Double"));
    }

    [Test]
    public void Every_type_converts_to_floats()
    {
        float[] expected = [0, 1, 200];
        NDArray[] arrays =
        [
            NDArray.Of<float>(new Shape(3), [0, 1, 200]),
            NDArray.Of<double>(new Shape(3), [0, 1, 200]),
            NDArray.Of<Half>(new Shape(3), [(Half)0, (Half)1, (Half)200]),
            NDArray.Of<byte>(new Shape(3), [0, 1, 200]),
            NDArray.Of<int>(new Shape(3), [0, 1, 200]),
            NDArray.Of<long>(new Shape(3), [0, 1, 200]),
        ];
        foreach (var array in arrays)
        {
            Assert.That(array.ToSingle(), Is.EqualTo(expected), array.DType.ToString());
            Assert.That(array.ToDouble(), Is.EqualTo(expected), array.DType.ToString());
        }
    }

    [Test]
    public void Values_must_fill_the_shape()
    {
        Assert.That(() => NDArray.Of<float>(new Shape(2, 3), new float[5]), Throws.ArgumentException.With.Message.Contains("(2, 3)"));
    }
}
