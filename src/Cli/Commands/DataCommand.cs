using System.CommandLine;
using System.Globalization;
using SparseGen.Data;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen data list|check`</summary>
sealed class DataCommand : Command, IHasExamples
{
    public DataCommand(TextWriter output, TextWriter error) : base("data", "Says which data sets there are, where their files are looked for, and checks them.")
    {
        var list = new Command("list", "Every data set: where and in which form it is found, or what is missing.");
        var folder = new Option<string?>("--data") { Description = "where the data sets are [default: SPARSEGEN_DATA]", HelpName = "folder" };
        list.Add(folder);
        list.SetAction(parsed => List(DataFolder.Find(parsed.GetValue(folder)), output));
        Add(list);

        var check = new Command("check", "Reads data sets: sizes, labels, mean and deviation.");
        var path = new Argument<string?>("path") { Description = "a folder with data sets, the folder or a file of one, a folder of pictures, or the name of a set [default: all that are found]", Arity = ArgumentArity.ZeroOrOne };
        check.Add(path);
        var pictures = new PictureOptions(error);
        pictures.AddTo(check);
        check.SetAction(parsed => Check(parsed.GetValue(path) is { } named ? NamedSets.Of(named, pictures.Read(parsed)) : All(DataFolder.Find(null, pictures.Read(parsed))), output));
        Add(check);
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("data list", "every data set, where its files are looked for, and what is there"),
        ("data check ~/data/mnist", "reads the files of one"),
    ];

    static void List(DataFolder data, TextWriter output)
    {
        foreach (var name in DataFolder.Names) output.WriteLine($"  {name,-16} {data.Describe(name)}");
        output.WriteLine();
        output.WriteLine(DataFolder.Help);
    }

    static (string Name, Func<DataSet> Load)[] All(DataFolder data) => [.. DataFolder.Names.Where(data.Has).Select(name => (name, (Func<DataSet>)(() => data.Load(name))))];

    static int Check(IReadOnlyList<(string Name, Func<DataSet> Load)> sets, TextWriter output)
    {
        var damaged = 0;
        foreach (var (name, load) in sets)
        {
            try
            {
                var set = load();
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
