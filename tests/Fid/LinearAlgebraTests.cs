using SparseGen.Fid;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

sealed class LinearAlgebraTests
{
    [Test]
    public void Products_equal_plain_sums([Values(1, 5, 6, 193, 400)] int rows, [Values(1, 8, 17, 200)] int columns, [Values(1, 3, 300)] int depth)
    {
        var (a, b, c) = (Random("a", rows, depth), Random("b", columns, depth), Random("c", rows, columns));
        var expected = c.Clone();
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var k = 0; k < depth; k++) expected[i, j] += -0.7 * a[i, k] * b[j, k];
        MatrixProduct.Add(-0.7, a, b, c);
        Assert.That(ContractCheck.RelativeError(c.Values, expected.Values), Is.LessThan(1e-14));
    }

    [Test]
    public void A_lower_product_equals_the_whole_below_the_diagonal([Values(1, 191, 500)] int size)
    {
        var a = Random("a", size, 70);
        var (whole, lower) = (new Matrix(size, size), new Matrix(size, size));
        MatrixProduct.Add(1, a, a, whole);
        MatrixProduct.Add(1, a, a, lower, lowerOnly: true);
        lower.Mirror();
        Assert.That(lower.Values.SequenceEqual(whole.Values), Is.True);
    }

    [Test]
    public void Pivoted_Cholesky_reproduces_the_matrix_with_its_rank([Values(1, 7, 64, 150)] int rank, [Values(150, 301)] int size)
    {
        var root = Random("root", size, rank);
        var matrix = new Matrix(size, size);
        MatrixProduct.Add(1, root, root, matrix);
        var factor = PivotedCholesky.Factor(matrix);
        Assert.That(factor.Rows, Is.EqualTo(rank));
        var again = new Matrix(size, size);
        for (var t = 0; t < factor.Rows; t++)
            for (var i = 0; i < size; i++) VectorSums.AddScaled(factor[t, i], factor.Row(t), again.Row(i));
        Assert.That(ContractCheck.RelativeError(again.Values, matrix.Values), Is.LessThan(1e-13));
    }

    [Test]
    public void Eigenvalues_of_a_known_matrix_are_found([Values(1, 2, 3, 31, 32, 33, 100, 400)] int size)
    {
        // Second differences, of which the eigenvalues are known, hidden behind reflections.
        var matrix = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = 2;
            if (i > 0) matrix[i, i - 1] = matrix[i - 1, i] = -1;
        }
        for (var t = 0; t < 3; t++) Hide(matrix, NamedNumbers.Uniform($"reflection {t}", size));
        var expected = Enumerable.Range(1, size).Select(k => 2 - 2 * Math.Cos(Math.PI * k / (size + 1))).Order();
        Assert.That(SymmetricEigenvalues.Of(matrix).Order(), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Eigenvalues_survive_zeros_and_repetition()
    {
        var matrix = new Matrix(100, 100);
        for (var i = 0; i < 100; i++) matrix[i, i] = i < 60 ? 0 : 3;
        Hide(matrix, NamedNumbers.Uniform("reflection", 100));
        Assert.That(SymmetricEigenvalues.Of(matrix).Order(), Is.EqualTo(Enumerable.Repeat(0.0, 60).Concat(Enumerable.Repeat(3.0, 40))).Within(1e-13));
        Assert.That(SymmetricEigenvalues.Of(new Matrix(5, 5)), Is.All.Zero);
    }

    [Test]
    public void Eigenvalues_of_NaN_are_refused()
    {
        var matrix = new Matrix(10, 10);
        matrix[4, 3] = double.NaN;
        Assert.That(() => SymmetricEigenvalues.Of(matrix), Throws.InstanceOf<ArithmeticException>());
    }

    static Matrix Random(string name, int rows, int columns) =>
        new(rows, columns, Array.ConvertAll(NamedNumbers.Uniform($"{name} {rows} {columns}", (long)rows * columns), u => 2 * u - 1));

    /// <summary>A ← H·A·H with the reflection H along v: the same eigenvalues.</summary>
    static void Hide(Matrix a, double[] v)
    {
        var norm = VectorSums.Dot(v, v);
        for (var i = 0; i < a.Rows; i++) VectorSums.AddScaled(-2 * VectorSums.Dot(a.Row(i), v) / norm, v, a.Row(i));
        var along = new double[a.Columns];
        for (var i = 0; i < a.Rows; i++) VectorSums.AddScaled(v[i], a.Row(i), along);
        for (var i = 0; i < a.Rows; i++) VectorSums.AddScaled(-2 * v[i] / norm, along, a.Row(i));
    }
}
