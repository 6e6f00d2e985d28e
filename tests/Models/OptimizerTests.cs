using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests.Models;

[TestFixture("reference")]
[TestFixture("host")]
sealed class OptimizerTests(string name)
{
    static readonly Shape Vector = new(11);
    static readonly Shape Matrix = new(3, 4);

    Device _device = null!;
    Scope _scope = null!;

    static IEnumerable<TestCaseData> Optimizers()
    {
        yield return Case("opt.adam", parameters => new Adam(parameters, 2e-4, beta1: 0.5));
        yield return Case("opt.adam_default", parameters => new Adam(parameters, 1e-3));
        yield return Case("opt.rmsprop", parameters => new RmsProp(parameters, 5e-5));
        yield return Case("opt.sgd_momentum", parameters => new Sgd(parameters, 0.1, momentum: 0.9, weightDecay: 5e-4));

        static TestCaseData Case(string golden, Func<Parameter[], Optimizer> create) => new TestCaseData(golden, create).SetArgDisplayNames(golden);
    }

    [SetUp]
    public void Open()
    {
        _device = Devices.Open(name);
        _scope = _device.OpenScope();
    }

    [TearDown]
    public void Close()
    {
        _scope.Dispose();
        _device.Dispose();
    }

    [TestCaseSource(nameof(Optimizers))]
    public void Steps_reach_the_golden_values(string golden, Func<Parameter[], Optimizer> create)
    {
        using var parameter = new Parameter(_device, Vector);
        parameter.Store(Golden.Signed(_device, "opt.p", Vector), parameter.Value.Value);
        var optimizer = create([parameter]);
        for (var step = 0; step < 5; step++) optimizer.Step([new Variable(_device, Golden.Signed(_device, $"opt.g{step}", Vector))]);
        Assert.That(optimizer.Steps, Is.EqualTo(5));
        Assert.That(Golden.Error(parameter.Value.Value, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)));
    }

    [TestCaseSource(nameof(Optimizers))]
    public void Survivors_are_updated_as_if_nothing_had_been_pruned(string _, Func<Parameter[], Optimizer> create)
    {
        var pattern = new Pattern(Matrix, [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1]);
        using var dense = new Parameter(_device, Matrix, prunable: true);
        using var masked = new Parameter(_device, Matrix, prunable: true);
        foreach (var parameter in new[] { dense, masked }) parameter.Store(Golden.Signed(_device, "p", Matrix), parameter.Value.Value);
        var (first, second) = (create([dense]), create([masked]));
        for (var step = 0; step < 6; step++)
        {
            if (step == 3) masked.Apply(pattern);
            var gradient = Golden.Signed(_device, $"g{step}", Matrix);
            var stored = _device.Allocate(masked.Value.Shape);
            masked.Store(gradient, stored);
            first.Step([new Variable(_device, gradient)]);
            second.Step([new Variable(_device, stored)]);
        }
        dense.Apply(pattern);
        Assert.That(_device.Read(masked.Value.Value), Is.EqualTo(_device.Read(dense.Value.Value)));
        Assert.That(masked.Companions.Select(companion => _device.Read(companion.Tensor)), Is.EqualTo(dense.Companions.Select(companion => _device.Read(companion.Tensor))));
    }
}
