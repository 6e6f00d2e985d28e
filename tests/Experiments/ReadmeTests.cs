using System.Runtime.CompilerServices;

namespace SparseGen.Tests.Experiments;

/// <summary>What the README shows is what is compiled and run here.</summary>
public class ReadmeTests
{
    [Test]
    public void The_sample_trains_a_masked_network() => Assert.That(ReadmeSample.Run(), Is.InRange(0, 0.05));

    [TestCase("ReadmeSample.cs")]
    [TestCase("../Readme/ResidualClassifier.cs")]
    [TestCase("../Readme/NarrowedClassifier.cs")]
    [TestCase("../Readme/Denoiser.cs")]
    [TestCase("../Readme/RelativeMagnitude.cs")]
    public void The_readme_shows_the_sample_as_it_is(string file)
    {
        var readme = Path.Combine(Folder(), "..", "..", "README.md");
        if (!File.Exists(readme)) Assert.Ignore("There is no README here.");
        Assert.That(File.ReadAllText(readme), Does.Contain($"```csharp\n{Sample(file)}```\n"));
    }

    static string Sample(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), file));
        var usings = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal));
        // The lines between the marks are shown without the indentation of the marks.
        var indentation = lines.First(line => line.Trim() == "// sample")[..^"// sample".Length];
        var body = lines.SkipWhile(line => line.Trim() != "// sample").Skip(1).TakeWhile(line => line.Trim() != "// end of sample")
            .Select(line => line.StartsWith(indentation, StringComparison.Ordinal) ? line[indentation.Length..] : line);
        return string.Concat(usings.Append("").Concat(body).Select(line => line + "\n"));
    }

    static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
