using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Tests.Autograd;

public class GradientCheckTests
{
    static IEnumerable<TestCaseData> Cases => GradientCheck.Catalogue.Select(test => new TestCaseData(test).SetArgDisplayNames(test.Name));

    [TestCaseSource(nameof(Cases))]
    public void Gradient_and_its_gradient_agree_with_central_differences(GradientCase test)
    {
        var errors = GradientCheck.Of(test);
        TestContext.Out.WriteLine($"{errors.First:E1} {errors.Second:E1}");
        Assert.That(errors.First, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "first order");
        Assert.That(errors.Second, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "second order");
    }

    [Test]
    public void Every_operation_stands_in_the_catalogue()
    {
        using var device = Device.Reference();
        using var scope = device.OpenScope();
        var met = new HashSet<Type>();
        foreach (var test in GradientCheck.Catalogue)
        {
            var inputs = Array.ConvertAll(test.Inputs, input => new Variable(device, Variable.Constant(device, input.Shape, 0.5).Value, requiresGradient: true));
            var gradients = Gradient.Of(test.Function(inputs), inputs, createGraph: true, seed: Variable.Constant(device, test.Function(inputs).Shape, 1));
            foreach (var gradient in gradients) Collect(gradient, met);
            Collect(test.Function(inputs), met);
        }
        // Rounding is constant between its steps; its gradient is declared to be that of the identity (PrecisionTests).
        string[] rounding = ["Cast", "Quantise"];
        var all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);
        Assert.That(all.Where(type => !met.Contains(type)).Select(type => type.Name), Is.EquivalentTo(rounding));
    }

    [Test]
    public void A_wrong_gradient_is_found()
    {
        var errors = GradientCheck.Of(new GradientCase("cut off", v => v[0] * v[0].Detach(), new GradientInput(new Shape(3))));
        Assert.That(errors.Passed, Is.False);
        Assert.That(errors.First, Is.EqualTo(0.5).Within(1e-6));
    }

    static void Collect(Variable variable, HashSet<Type> met)
    {
        if (variable.Operation is not { } operation) return;
        met.Add(operation.GetType());
        foreach (var input in operation.Inputs) Collect(input, met);
    }
}
