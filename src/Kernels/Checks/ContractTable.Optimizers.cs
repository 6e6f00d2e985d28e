namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    const int Steps = 5;

    static IEnumerable<ContractCase> Optimizers()
    {
        foreach (var length in Lengths)
        {
            var shape = new Shape(length);
            foreach (var (rate, beta1) in ((double, double)[])[(2e-4, 0.5), (1e-3, 0.9), (2e-4, 0)])
                yield return new("adam", $"{shape}, {Steps} steps, lr {rate}, β₁ {beta1}", Tolerances.Pointwise, a =>
                {
                    var p = a.State("p", shape, 1, 3);
                    var g = Gradients(a, shape);
                    var m = a.State("m", shape, 0);
                    var v = a.State("v", shape, 0);
                    return kernels =>
                    {
                        for (var s = 0; s < Steps; s++) kernels.Adam(p, g[s], m, v, new(s + 1, rate, beta1));
                    };
                });
            yield return new("rmsprop", $"{shape}, {Steps} steps", Tolerances.Pointwise, a =>
            {
                var p = a.State("p", shape, 1, 3);
                var g = Gradients(a, shape);
                var v = a.State("v", shape, 0);
                return kernels =>
                {
                    for (var s = 0; s < Steps; s++) kernels.RmsProp(p, g[s], v, new(5e-5));
                };
            });
            foreach (var (momentum, decay) in ((double, double)[])[(0, 0), (0.9, 5e-4)])
                yield return new("sgd", $"{shape}, {Steps} steps, momentum {momentum}, decay {decay}", Tolerances.Pointwise, a =>
                {
                    var p = a.State("p", shape, 1, 3);
                    var g = Gradients(a, shape);
                    var m = a.State("m", shape, 0);
                    return kernels =>
                    {
                        for (var s = 0; s < Steps; s++) kernels.Sgd(p, g[s], m, new(0.1, momentum, decay));
                    };
                });
        }
    }

    /// <summary>Several parameters at once, one of them empty.</summary>
    static IEnumerable<ContractCase> ManyParameters()
    {
        int[] lengths = [600, 3, 0, 130, 16, 1];
        const string shapes = "parameters of 600, 3, 0, 130, 16 and 1";
        yield return new("adam", shapes, Tolerances.Pointwise, a =>
        {
            var parameters = Array.ConvertAll(lengths, length => Trained(a, new Shape(length), twoStates: true));
            return kernels => kernels.Adam(parameters, new(1, 1e-3));
        });
        yield return new("rmsprop", shapes, Tolerances.Pointwise, a =>
        {
            var parameters = Array.ConvertAll(lengths, length => Trained(a, new Shape(length), twoStates: false));
            return kernels => kernels.RmsProp(parameters, new(1e-3));
        });
        yield return new("sgd", shapes, Tolerances.Pointwise, a =>
        {
            var parameters = Array.ConvertAll(lengths, length => Trained(a, new Shape(length), twoStates: false));
            return kernels => kernels.Sgd(parameters, new(0.1, 0.9, 5e-4));
        });
    }

    static Trained Trained(CaseArguments arguments, Shape shape, bool twoStates) => new(
        arguments.State($"p{shape}", shape, 1, 3), arguments.Input($"g{shape}", shape, 1, 0.8), arguments.State($"a{shape}", shape, 0.5, 1),
        twoStates ? arguments.State($"b{shape}", shape, 0.5, 1) : null);

    /// <summary>
    /// Mostly positive, like the parameters, so that the result of a tensor of one element is not close to zero, where a
    /// relative error is meaningless.
    /// </summary>
    static Tensor[] Gradients(CaseArguments arguments, Shape shape) =>
        [.. Enumerable.Range(0, Steps).Select(step => arguments.Input($"g{step}", shape, 1, 0.8))];
}
