using System.Reflection;
using System.Runtime.CompilerServices;
using SparseGen.Autograd;
using SparseGen.Kernels.Checks;

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
