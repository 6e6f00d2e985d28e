using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Kernels;

/// <summary>The table itself: complete, and able to see what it is there to see.</summary>
sealed class ContractTableTests
{
    [Test]
    public void Calls_every_operation_and_every_function()
    {
        var called = new HashSet<string>(ContractTable.Cases.Select(row => row.Operation.Replace(" ", "")), StringComparer.OrdinalIgnoreCase);
        var operations = typeof(IKernels).GetMethods().Select(method => method.Name).Except([nameof(IKernels.Unary), nameof(IKernels.Binary)]);
        var functions = Enum.GetNames<UnaryFunction>().Concat(Enum.GetNames<BinaryFunction>());
        Assert.That(operations.Concat(functions).Where(name => !called.Contains(name)), Is.Empty);
    }

    [Test]
    public void Names_every_row_differently() =>
        Assert.That(ContractTable.Cases.Select(row => row.ToString()), Is.Unique);

    [Test]
    public void Passes_the_right_numbers() =>
        Assert.That(Run(a => Filling(a, y => (y, 1))).Passed, Is.True);

    [Test]
    public void Sees_a_number_that_differs()
    {
        var result = Run(a => Filling(a, y => (y, 1 + 1e-5)));
        Assert.That(result.Error, Is.EqualTo(1e-5).Within(1).Percent);
        Assert.That(result.Passed, Is.False);
    }

    [Test]
    public void Sees_an_output_left_unwritten() =>
        Assert.That(Run(a => Filling(a, y => (y.Slice(0, 16), 1))).Passed, Is.False);

    [Test]
    public void Sees_an_input_overwritten()
    {
        var result = Run(a =>
        {
            var x = a.Input("x", new Shape(17));
            return kernels => kernels.Fill(x, 1);
        });
        Assert.That(result.Fault, Is.EqualTo("The kernel changed its input x."));
    }

    [Test]
    public unsafe void Sees_a_write_past_the_output()
    {
        var result = Run(a =>
        {
            var y = a.Output(new Shape(17));
            return _ => ((double*)y.Address)[17] = 0;
        });
        Assert.That(result.Fault, Is.EqualTo("The kernel wrote outside its output (17)."));
    }

    [Test]
    public void Reports_an_exception_as_a_failed_row()
    {
        var result = Run(a =>
        {
            var y = a.Output(new Shape(17));
            return kernels => kernels.Copy(y.Slice(0, 16), y);
        });
        Assert.That(result.Passed, Is.False);
        Assert.That(result.Fault, Does.Contain("(16)").And.Contain("(17)"));
    }

    [Test]
    public void Takes_only_equal_non_finite_numbers_for_equal()
    {
        double[] expected = [double.NaN, double.PositiveInfinity, 3, 4];
        Assert.That(ContractCheck.RelativeError([double.NaN, double.PositiveInfinity, 3, 4.5], expected), Is.EqualTo(0.1).Within(1e-15));
        Assert.That(ContractCheck.RelativeError([0, double.PositiveInfinity, 3, 4], expected), Is.EqualTo(double.PositiveInfinity));
        Assert.That(ContractCheck.RelativeError([double.NaN, double.NegativeInfinity, 3, 4], expected), Is.EqualTo(double.PositiveInfinity));
        Assert.That(ContractCheck.RelativeError([double.NaN, double.PositiveInfinity, double.NaN, 4], expected), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => ContractCheck.RelativeError([1], expected), Throws.ArgumentException);
    }

    static Action<IKernels> Filling(CaseArguments arguments, Func<Tensor, (Tensor Target, double Value)> what)
    {
        var (target, value) = what(arguments.Output(new Shape(17)));
        return kernels => kernels.Fill(target, value);
    }

    /// <summary>Compares what the call leaves in y (17) with seventeen ones.</summary>
    static CheckResult Run(Func<CaseArguments, Action<IKernels>> prepare)
    {
        using var device = Device.Reference();
        return ContractCheck.Compare(new ContractCase("test", "(17)", Tolerances.Pointwise, prepare), device, [Enumerable.Repeat(1.0, 17).ToArray()]);
    }
}
