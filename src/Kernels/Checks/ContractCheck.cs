namespace SparseGen.Kernels.Checks;

/// <summary>Compares a device with Reference over the rows of the <see cref="ContractTable"/>.</summary>
public static class ContractCheck
{
    /// <summary>
    /// Lower bound of the norm that errors are divided by. Near the lower end of its range Float32 has fewer than six
    /// significant digits.
    /// </summary>
    const double MinNorm = 1e-30;

    /// <summary>Runs every row that passes the filter, each when its result is enumerated.</summary>
    public static IEnumerable<CheckResult> Run(Device tested, Device reference, Func<ContractCase, bool>? filter = null)
    {
        foreach (var row in ContractTable.AllCases)
            if (filter is null || filter(row))
                yield return Run(row, tested, reference);
    }

    /// <summary>Whether the arguments of a row have at most <paramref name="most"/> elements altogether, few enough for a simulated device.</summary>
    public static bool IsSmall(ContractCase row, Device reference, long most = 3000)
    {
        using var scope = reference.OpenScope();
        var arguments = new CaseArguments(reference, row);
        row.Prepare(arguments);
        return arguments.Count <= most;
    }

    /// <summary>Runs one row on both devices.</summary>
    public static CheckResult Run(ContractCase row, Device tested, Device reference) => Compare(row, tested, Outputs(row, reference));

    /// <summary>Runs one row and compares its outputs with those of Reference. A row that throws has failed.</summary>
    public static CheckResult Compare(ContractCase row, Device tested, IReadOnlyList<double[]> expected)
    {
        try
        {
            var found = Outputs(row, tested);
            var error = 0.0;
            for (var i = 0; i < found.Count; i++)
                error = Math.Max(error, RelativeError(found[i], tested.DType == DType.Float32 ? Rounded(expected[i]) : expected[i]));
            return new(WithTolerance(row, tested), error, Fault: null);
        }
        catch (Exception failure)
        {
            return new(row, double.PositiveInfinity, failure.Message);
        }
    }

    /// <summary>The row with the tolerance that applies to the device's precision.</summary>
    static ContractCase WithTolerance(ContractCase row, Device tested) =>
        row.Tolerance == Tolerances.Contraction ? row with { Tolerance = Tolerances.ContractionOn(tested, row.Format) } : row;

    /// <summary>The outputs of one row on one device.</summary>
    /// <exception cref="InvalidOperationException">The kernel changed an input, or wrote outside its outputs.</exception>
    public static IReadOnlyList<double[]> Outputs(ContractCase row, Device device)
    {
        using var scope = device.OpenScope();
        var arguments = new CaseArguments(device, row);
        row.Prepare(arguments)(device.Kernels);
        arguments.CheckBounds();
        return [.. arguments.Outputs.Select(Doubles)];
    }

    /// <summary>
    /// ‖found − expected‖₂ / ‖expected‖₂. NaN equals NaN, and an infinity the same infinity; the error is infinite where the
    /// numbers differ and one of them is not finite.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double RelativeError(ReadOnlySpan<double> found, ReadOnlySpan<double> expected)
    {
        if (found.Length != expected.Length)
            throw new ArgumentException($"{found.Length} numbers are compared with {expected.Length}.");
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Equals(expected[i]))
            {
                if (double.IsFinite(expected[i])) norm += expected[i] * expected[i];
                continue;
            }
            if (!double.IsFinite(found[i]) || !double.IsFinite(expected[i])) return double.PositiveInfinity;
            difference += (found[i] - expected[i]) * (found[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.Sqrt(difference) / Math.Max(Math.Sqrt(norm), MinNorm);
    }

    static double[] Doubles(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => tensor.ToArray<double>(),
        DType.BFloat16 => Array.ConvertAll(tensor.ToArray<BFloat16>(), value => (double)value),
        _ => Array.ConvertAll(tensor.ToArray<float>(), value => (double)value),
    };

    /// <summary>Rounded to Float32, with overflow to infinity.</summary>
    static double[] Rounded(double[] values) => Array.ConvertAll(values, value => (double)(float)value);
}
