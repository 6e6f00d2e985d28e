using System.CommandLine;
using System.Globalization;
using SparseGen.Data;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen data list|check`</summary>
sealed class DataCommand : Command
{
    public DataCommand(TextWriter output, TextWriter error) : base("data", $"Says which data sets there are, and checks them.\n\n{DataFolder.Help}")
    {
        var list = new Command("list", "Every data set, and whether it is found.");
        var folder = new Option<string?>("--data") { Description = "where the data sets are [default: SPARSEGEN_DATA]", HelpName = "folder" };
        list.Add(folder);
        list.SetAction(parsed => List(DataFolder.Find(parsed.GetValue(folder)), output));
        Add(list);

        var check = new Command("check", "Reads the data sets of a folder: sizes, labels, mean and deviation.");
        var path = new Argument<string?>("folder") { Description = "where the data sets are [default: SPARSEGEN_DATA]", Arity = ArgumentArity.ZeroOrOne };
        check.Add(path);
        var pictures = new PictureOptions(error);
        pictures.AddTo(check);
        check.SetAction(parsed => Check(DataFolder.Find(parsed.GetValue(path), pictures.Read(parsed)), output));
        Add(check);
    }

    static void List(DataFolder data, TextWriter output)
    {
        foreach (var name in DataFolder.Names) output.WriteLine($"  {name,-16} {(data.Has(name) ? "found" : "not found")}");
        output.WriteLine();
        output.WriteLine(DataFolder.Help);
    }

    static int Check(DataFolder data, TextWriter output)
    {
        var found = DataFolder.Names.Where(data.Has).ToArray();
        var damaged = 0;
        foreach (var name in found)
        {
            try
            {
                var set = data.Load(name);
                Describe(set.Train, output);
                Describe(set.Test, output);
            }
            catch (Exception failure) when (failure is FileFormatException or IOException)
            {
                damaged++;
                output.WriteLine($"{name}: DAMAGED: {failure.Message}");
            }
        }
        return damaged == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    static void Describe(ImageSet images, TextWriter output)
    {
        var statistics = ImageStatistics.Of(images);
        output.WriteLine(images.ToString());
        output.WriteLine($"    labels  {string.Join("  ", statistics.LabelCounts.Select((count, label) => Text($"{label}: {count:N0}")))}");
        output.WriteLine($"    mean {string.Join(", ", statistics.Means.Select(mean => Text($"{mean:F4}")))}; deviation {string.Join(", ", statistics.Deviations.Select(deviation => Text($"{deviation:F4}")))} of pixels in [0, 1]");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
