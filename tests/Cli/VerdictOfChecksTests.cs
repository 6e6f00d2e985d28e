using SparseGen.Autograd;
using SparseGen.Cli.Commands;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Cli;

/// <summary>What `check` and `gradcheck` say of right and of wrong results.</summary>
public class VerdictOfChecksTests
{
    [TestCase(1e-7, null, 0, "All 2 rows pass on host.")]
    [TestCase(1e-5, null, 1, "1 of 2 rows fail on host.")]
    [TestCase(0, "wrote past the end", 1, "WRONG tanh: (17), wrote past the end")]
    public void A_wrong_kernel_fails_the_command(double error, string? fault, int expected, string text)
    {
        using var output = new StringWriter();
        CheckResult[] results = [new(Case("tanh"), error, fault), new(Case("exp"), 0, null)];
        Assert.That(CheckCommand.Conclude(results, "host", output), Is.EqualTo(expected));
        Assert.That(output.ToString(), Does.Contain(text));
    }

    [TestCase(1e-9, 1e-9, 0, "All gradients are right")]
    [TestCase(1e-3, 1e-9, 1, "1 gradients are wrong")]
    [TestCase(1e-9, 1e-3, 1, "tanh")]
    public void A_wrong_gradient_fails_the_command(double first, double second, int expected, string text)
    {
        using var output = new StringWriter();
        Assert.That(GradcheckCommand.Conclude([new GradientErrors("tanh", first, second), new GradientErrors("exp", 0, 0)], output), Is.EqualTo(expected));
        Assert.That(output.ToString(), Does.Contain(text));
    }

    static ContractCase Case(string operation) => new(operation, "(17)", Tolerance: 1e-6, _ => _ => { });
}
