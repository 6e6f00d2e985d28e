namespace SparseGen.Kernels.Checks;

/// <summary>How the weight of a case is stored: dense, or masked with a probability of survival for each row o and input channel c.</summary>
sealed record WeightStorage(string Words, Func<int, int, double>? Chance)
{
    public static readonly WeightStorage[] All =
    [
        new("dense", null),
        .. Masked,
    ];

    /// <summary>Dense, and masks that are executed dense and masked.</summary>
    public static WeightStorage[] Few => [All[0], All[2], All[3], All[4]];

    public static IEnumerable<WeightStorage> Masked =>
    [
        new("density 0", (_, _) => 0),
        new("density 0.01", (_, _) => 0.01),
        new("density 0.1", (_, _) => 0.1),
        new("density 0.5", (_, _) => 0.5),
        new("density 1", (_, _) => 1),
        new("rows of unequal length", (o, _) => (o % 4) switch { 0 => 0.05, 1 => 1, 2 => 0.2, _ => 0.7 }),
        new("empty rows and input channels", (o, c) => o % 3 == 0 || c % 4 == 1 ? 0 : 0.4),
    ];

    /// <summary>The survivors of a weight (out, in, …), or null if dense.</summary>
    public Pattern? Draw(in Shape weight)
    {
        if (Chance is null) return null;
        var u = NamedNumbers.Uniform($"{Words} {weight}", weight.Count);
        var mask = new byte[u.Length];
        var perChannel = u.Length / (weight[0] * weight[1]);
        for (var i = 0; i < mask.Length; i++)
            mask[i] = u[i] < Chance(i / perChannel / weight[1], i / perChannel % weight[1]) ? (byte)1 : (byte)0;
        return new Pattern(weight, mask);
    }

    public override string ToString() => Words;
}
