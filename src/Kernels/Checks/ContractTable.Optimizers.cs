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

    /// <summary>Mostly positive, as the parameters are: one number alone must not come out near zero, where its relative error says nothing.</summary>
    static Tensor[] Gradients(CaseArguments arguments, Shape shape) =>
        [.. Enumerable.Range(0, Steps).Select(step => arguments.Input($"g{step}", shape, 1, 0.8))];
}
