using System.CommandLine;
using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Models;

namespace SparseGen.Bench.Quick;

/// <summary>Options that several tools share.</summary>
static class Common
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON object a line instead of a table." };

    public static Option<int> Batch() => new("--batch") { Description = "Images in a batch.", DefaultValueFactory = _ => 64 };

    public static Option<int> Threads() => new("--threads") { Description = "Threads of the host; 0 = one for every processor.", DefaultValueFactory = _ => 0 };

    public static Option<string> Device()
    {
        var device = new Option<string>("--device") { Description = "What is timed.", DefaultValueFactory = _ => "host" };
        device.AcceptOnlyFromAmong([.. Devices.Names.Where(name => name != "reference")]);
        return device;
    }

    /// <summary>Names of precisions, separated by commas.</summary>
    public static Option<Precision[]> Precisions() => new("--precision")
    {
        Description = $"Number formats, separated by commas: {string.Join(", ", Precision.All)}; tf32 by itself.",
        DefaultValueFactory = _ => [Precision.Float32],
        CustomParser = result =>
        {
            var names = result.Tokens[0].Value.Split(',');
            var unknown = names.FirstOrDefault(name => Precision.All.All(precision => precision.Name != name));
            if (names.Length > 1 && names.Contains("tf32")) result.AddError("--precision tf32 is chosen when a GPU is opened, and cannot be timed beside another.");
            if (unknown is not null) result.AddError($"--precision takes {string.Join(", ", Precision.All)}, not '{unknown}'.");
            return [.. names.SelectMany(name => Precision.All.Where(precision => precision.Name == name))];
        },
    };

    public static Option<double[]> Sparsity(string defaults)
    {
        var option = Fractions("--sparsity", "Fractions of the weights removed, separated by commas; 0 is dense.");
        option.DefaultValueFactory = _ => Parse(defaults);
        return option!;
    }

    /// <summary>Numbers from 0 to below 1, separated by commas; null if the option is not given.</summary>
    public static Option<double[]?> Fractions(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            try
            {
                var list = Parse(result.Tokens[0].Value);
                if (list.All(value => value is >= 0 and < 1)) return list;
            }
            catch (FormatException)
            {
            }
            result.AddError($"{name} takes numbers from 0 to below 1 separated by commas, not '{result.Tokens[0].Value}'.");
            return [];
        },
    };

    static double[] Parse(string list) => [.. list.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
}
