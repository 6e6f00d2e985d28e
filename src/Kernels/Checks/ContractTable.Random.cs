namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static IEnumerable<ContractCase> RandomNumbers()
    {
        var streams = (RandomStream[])[RandomStream.For(7, "latent"), RandomStream.For(ulong.MaxValue, "initialise", step: 1UL << 40)];
        foreach (var length in (int[])[.. Lengths, 4, 5, 255, 256, 257])
            foreach (var stream in streams)
            {
                yield return new("uniform", $"({length}) of seed {stream.Seed}", Tolerances.Pointwise, a =>
                {
                    var y = a.Output(new Shape(length));
                    return kernels => kernels.Uniform(stream, y, -0.5, 1.5);
                });
                yield return new("normal", $"({length}) of seed {stream.Seed}", Tolerances.Pointwise, a =>
                {
                    var y = a.Output(new Shape(length));
                    return kernels => kernels.Normal(stream, y, 0.1, 0.02);
                });
            }
    }
}
