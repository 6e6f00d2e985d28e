using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

/// <summary>What parameters are drawn from.</summary>
public class InitialisationTests
{
    [Test]
    public void Weights_and_biases_are_uniform_within_one_over_the_root_of_the_fan_in()
    {
        using var device = Device.Host(threads: 1);
        using var linear = new Linear(device, 100, 500);
        linear.Name("layer");
        linear.Initialise(1);
        foreach (var parameter in linear.Parameters)
        {
            var values = device.Read(parameter.Value.Value);
            Assert.That(values.Max(Math.Abs), Is.InRange(0.095, 0.1), parameter.Path);
            Assert.That(values.Average(), Is.Zero.Within(0.01), parameter.Path);
        }
    }

    [Test]
    public void Parameters_of_one_shape_are_drawn_apart()
    {
        using var device = Device.Host(threads: 1);
        using var twins = new Sequential(device, new Linear(device, 4, 4), new Linear(device, 4, 4));
        twins.Name("twins");
        twins.Initialise(1);
        var weights = twins.Parameters.Where(parameter => parameter.Prunable).Select(parameter => device.Read(parameter.Value.Value)).ToArray();
        Assert.That(weights[0], Is.Not.EqualTo(weights[1]));
    }
}
