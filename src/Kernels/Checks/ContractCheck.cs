namespace SparseGen.Kernels.Checks;

/// <summary>Compares a device with Reference over the rows of the <see cref="ContractTable"/>.</summary>
public static class ContractCheck
{
    /// <summary>The least norm that an error is divided by: near its end, the range of Float32 has no six digits.</summary>
    const double Smallest = 1e-30;

    /// <summary>Runs every row that passes the filter, one after another as the results are taken.</summary>
    public static IEnumerable<CheckResult> Run(Device tested, Device reference, Func<ContractCase, bool>? filter = null)
    {
        foreach (var row in ContractTable.Cases)
            if (filter is null || filter(row))
                yield return Run(row, tested, reference);
    }

    /// <summary>Whether the arguments of a row hold at most so many numbers, as a device that is simulated can stand.</summary>
    public static bool IsSmall(ContractCase row, Device reference, long most = 3000)
    {
        using var scope = reference.OpenScope();
        var arguments = new CaseArguments(reference, row);
        row.Prepare(arguments);
        return arguments.Count <= most;
    }

    /// <summary>Runs one row on both devices.</summary>
    public static CheckResult Run(ContractCase row, Device tested, Device reference) => Compare(row, tested, Outputs(row, reference));

    /// <summary>Runs one row and compares it with what Reference gave. A row that throws has failed.</summary>
    public static CheckResult Compare(ContractCase row, Device tested, IReadOnlyList<double[]> expected)
    {
        try
        {
            var found = Outputs(row, tested);
            var error = 0.0;
            for (var i = 0; i < found.Count; i++)
                error = Math.Max(error, RelativeError(found[i], tested.DType == DType.Float32 ? Rounded(expected[i]) : expected[i]));
            return new(Held(row, tested), error, Fault: null);
        }
        catch (Exception failure)
        {
            return new(row, double.PositiveInfinity, failure.Message);
        }
    }

    /// <summary>The row with the tolerance that the device is held to.</summary>
    static ContractCase Held(ContractCase row, Device tested) =>
        row.Tolerance == Tolerances.Contraction ? row with { Tolerance = Tolerances.ContractionOn(tested) } : row;

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
    /// ‖found − expected‖₂ / ‖expected‖₂. NaN equals NaN and an infinity itself; where only one of the two is finite, the
    /// error is infinite.
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
        return Math.Sqrt(difference) / Math.Max(Math.Sqrt(norm), Smallest);
    }

    static double[] Doubles(Tensor tensor) => tensor.DType == DType.Float64
        ? tensor.ToArray<double>()
        : Array.ConvertAll(tensor.ToArray<float>(), value => (double)value);

    /// <summary>As Float32 holds it: what is too large for it is infinite.</summary>
    static double[] Rounded(double[] values) => Array.ConvertAll(values, value => (double)(float)value);
}
