using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// Compares gradients with central differences, in Float64 on <see cref="Device.Reference"/>. An output of several elements is
/// reduced to a fixed random linear combination L of them. First order: all derivatives of L. Second order: the derivative of
/// the gradient of L along a fixed random direction in all inputs, compared with differences of the first-order gradient.
/// </summary>
public static partial class GradientCheck
{
    /// <summary>Bound on the relative L2 error over all derivatives of a case.</summary>
    public const double Tolerance = 1e-6;

    const double Step = 1e-5;

    /// <summary>Checks every case of the <see cref="Catalogue"/>.</summary>
    public static IEnumerable<GradientErrors> All() => Catalogue.Select(Of);

    /// <summary>Checks one function.</summary>
    public static GradientErrors Of(GradientCase test)
    {
        using var device = Device.Reference();
        using var scope = device.OpenScope();
        var inputs = test.Inputs.Select((input, i) => new Variable(device, Draw(device, $"{test.Name} {i}", input), requiresGradient: true)).ToArray();
        var direction = test.Inputs.Select((input, i) => Draw(device, $"{test.Name} direction {i}", new GradientInput(input.Shape))).ToArray();
        var weights = new Variable(device, Draw(device, $"{test.Name} weights", new GradientInput(test.Function(inputs).Shape)));
        return new GradientErrors(test.Name, FirstOrder(Loss, inputs), SecondOrder(Loss, inputs, direction));

        Variable Loss() => (test.Function(inputs) * weights).Sum();
    }

    static double FirstOrder(Func<Variable> loss, Variable[] inputs)
    {
        var error = new RelativeError();
        var gradients = Gradient.Of(loss(), inputs);
        for (var k = 0; k < inputs.Length; k++)
            for (var i = 0; i < inputs[k].Value.Count; i++)
                error.Add(gradients[k].Value.Span<double>()[i], Slope(loss, ref inputs[k].Value.Span<double>()[i]));
        return error.Value;
    }

    static double Slope(Func<Variable> loss, ref double coordinate)
    {
        var centre = coordinate;
        coordinate = centre + Step;
        var above = loss().Item();
        coordinate = centre - Step;
        var below = loss().Item();
        coordinate = centre;
        return (above - below) / (2 * Step);
    }

    static double SecondOrder(Func<Variable> loss, Variable[] inputs, Tensor[] direction)
    {
        var gradients = Gradient.Of(loss(), inputs, createGraph: true);
        var along = Variable.Constant(inputs[0].Device, new Shape(), 0);
        for (var k = 0; k < inputs.Length; k++)
            along += (gradients[k] * new Variable(inputs[k].Device, direction[k])).Sum();
        var analytic = Gradient.Of(along, inputs);
        var above = Moved(Step);
        var below = Moved(-Step);
        var error = new RelativeError();
        for (var k = 0; k < inputs.Length; k++)
            for (var i = 0; i < inputs[k].Value.Count; i++)
                error.Add(analytic[k].Value.Span<double>()[i], (above[k].Value.Span<double>()[i] - below[k].Value.Span<double>()[i]) / (2 * Step));
        return error.Value;

        Variable[] Moved(double step)
        {
            Move(inputs, direction, step);
            var moved = Gradient.Of(loss(), inputs);
            Move(inputs, direction, -step);
            return moved;
        }
    }

    static void Move(Variable[] inputs, Tensor[] direction, double step)
    {
        for (var k = 0; k < inputs.Length; k++)
        {
            var x = inputs[k].Value.Span<double>();
            for (var i = 0; i < x.Length; i++) x[i] += step * direction[k].Span<double>()[i];
        }
    }

    static Tensor Draw(Device device, string name, GradientInput input)
    {
        var tensor = device.Allocate(input.Shape);
        Philox.Uniform(RandomStream.For(seed: 0, name), tensor.Span<double>());
        foreach (ref var value in tensor.Span<double>())
        {
            var signed = 2 * value - 1;
            value = input.Domain switch
            {
                Domain.Positive => 0.5 + value,
                Domain.AwayFromZero => signed / 2 + Math.CopySign(0.5, signed),
                _ => signed,
            };
        }
        return tensor;
    }

    /// <summary>‖a − b‖ / max(‖a‖, ‖b‖), and 0 if both are zero.</summary>
    struct RelativeError
    {
        double _difference;
        double _a;
        double _b;

        public void Add(double a, double b)
        {
            _difference += (a - b) * (a - b);
            _a += a * a;
            _b += b * b;
        }

        public readonly double Value => _difference == 0 ? 0 : Math.Sqrt(_difference / Math.Max(_a, _b));
    }
}

/// <summary>The relative L2 errors of one case.</summary>
/// <param name="First">error of the gradient</param>
/// <param name="Second">error of the gradient's directional derivative</param>
public sealed record GradientErrors(string Name, double First, double Second)
{
    /// <summary>Whether both orders stay within <see cref="GradientCheck.Tolerance"/>.</summary>
    public bool Passed => First <= GradientCheck.Tolerance && Second <= GradientCheck.Tolerance;
}
