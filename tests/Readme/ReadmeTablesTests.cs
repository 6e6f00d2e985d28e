using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SparseGen.Autograd;
using SparseGen.Cli;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Tests.Experiments;

namespace SparseGen.Tests.Readme;

/// <summary>What the README's tables say is so.</summary>
public class ReadmeTablesTests
{
    static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Test]
    public void It_lists_every_tolerance()
    {
        var fields = new[] { typeof(Tolerances), typeof(GoldenTolerances) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static));
        foreach (var (name, value) in fields.Select(field => (field.Name, (double)field.GetRawConstantValue()!)).Append(("Gradient", GradientCheck.Tolerance)))
            Assert.That(Text, Does.Match($@"\| `{name}` \| {value:0e-00}".Replace("e-0", "e-")), name);
    }

    [Test]
    public void Its_models_have_the_sizes_that_it_says()
    {
        using var device = Device.Host(threads: 1);
        foreach (var kind in ModelKind.All)
        {
            using var model = kind.Create(device, 0, kind.Image, new Settings());
            var row = Text.Split('\n').Single(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries).Contains(kind.Name) && line.EndsWith(" M |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            var (parameters, multiplyAdds) = (model.Parameters.Sum(parameter => parameter.Shape.Count) / 1e6, model.WorkOfImage(kind.Image).Nominal / 2e6);
            Assert.That((row[3], row[4]), Is.EqualTo((FormattableString.Invariant($"{parameters:F2} M"), FormattableString.Invariant($"{kind.Paper.Parameters / 1e6:F1} M"))), kind.Name);
            Assert.That(row[5], Is.EqualTo(FormattableString.Invariant($"{multiplyAdds:F2} M")).Or.EqualTo(FormattableString.Invariant($"{multiplyAdds:F1} M")).Or.EqualTo(FormattableString.Invariant($"{multiplyAdds:F0} M")), kind.Name);
        }
    }

    [Test]
    public void Its_commands_are_commands()
    {
        var examples = Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("sparsegen ", StringComparison.Ordinal)).ToArray();
        Assert.That(examples, Is.Not.Empty);
        foreach (var example in examples)
        {
            var words = example.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            using var output = new StringWriter();
            using var error = new StringWriter();
            Assert.That(CommandLine.Run([.. words.Skip(1).TakeWhile(word => !word.StartsWith('-')).Take(2), "--help"], output, error), Is.Zero, example);
            foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal))) Assert.That(output.ToString(), Does.Contain(option), example);
        }
    }

    [Test]
    public void Every_file_of_a_run_is_described()
    {
        using var folder = new TemporaryFolder();
        SmokeRun.Of(new RunOptions { Experiment = "fig8", Scale = Scale.Smoke, Models = "dcgan", Rounds = 1 }, folder.Path);
        var description = File.ReadAllText(Path.Combine(Root, "docs", "run-folder.md"));
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName))
            Assert.That(description, Does.Contain($"{Regex.Replace(file!, "^step-[0-9]+", "step-K")}`").Or.Contain($"/{file}`"), file);
    }

    [Test]
    public void Every_folder_of_its_map_exists()
    {
        foreach (var folder in new[] { "Tensor", "Kernels", "Autograd", "Models", "Pruning", "Fid", "Data", "Experiments", "Cli" })
            Assert.Multiple(() =>
            {
                Assert.That(Directory.Exists(Path.Combine(Root, "src", folder)), folder);
                Assert.That(Text, Does.Contain($"src/{folder}"), folder);
            });
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
