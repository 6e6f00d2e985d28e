using System.Diagnostics;
using SparseGen.Tests.Experiments;

namespace SparseGen.Tests.Cli;

/// <summary>What the command survives as a process: being killed, interrupted, and a disk that takes no more.</summary>
public class ChildProcessTests
{
    const int MostStarts = 60;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    TemporaryFolder _folder = null!;
    string[] _undisturbed = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        using var process = Start("whole");
        Assert.That(process.WaitForExit(Patience));
        _undisturbed = RunFiles.Bytes(_folder.File("whole"));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Killed_at_any_moment_it_ends_with_the_same_bytes()
    {
        var random = new Random(11);
        var kills = 0;
        for (var start = 0; start < MostStarts; start++)
        {
            using var process = Start("killed");
            process.StandardOutput.ReadLine();
            var ended = process.WaitForExit(random.Next(10, 250));
            if (!ended && kills < 5)
            {
                process.Kill();
                kills++;
            }
            Assert.That(process.WaitForExit(Patience));
            if (process.ExitCode == 0) break;
        }
        Assert.That(kills, Is.GreaterThan(1));
        Assert.That(RunFiles.Bytes(_folder.File("killed")), Is.EqualTo(_undisturbed));
    }

    /// <summary>A process inherits that SIGINT is ignored, as under nohup; the child's handler is restored by env of GNU coreutils.</summary>
    [TestCase("")]
    [TestCase("trap '' INT; ")]
    public void Interrupted_it_saves_says_how_to_go_on_and_returns_130(string before)
    {
        const string Restore = "env --default-signal=INT";
        using (var probe = Process.Start(new ProcessStartInfo("bash", ["-c", $"{Restore} true"]) { RedirectStandardError = true })!)
        {
            probe.WaitForExit();
            if (probe.ExitCode != 0) Assert.Ignore($"'{Restore}' does not run here, which the test needs where a parent may ignore SIGINT.");
        }
        // On a busy machine the run may be done before the signal comes; then once more.
        var (name, output, exitCode) = ("", "", 0);
        for (var attempt = 0; exitCode == 0 && attempt < 10; attempt++)
        {
            using var process = Start(name = $"interrupted {attempt}", before, Restore);
            process.StandardOutput.ReadLine();
            using (var kill = Process.Start("kill", $"-INT {process.Id}")) kill.WaitForExit();
            output = process.StandardOutput.ReadToEnd();
            Assert.That(process.WaitForExit(Patience));
            exitCode = process.ExitCode;
        }
        Assert.That(exitCode, Is.EqualTo(130));
        Assert.That(output, Does.Contain("sparsegen run quickstart --scale smoke"));
        using var again = Start(name);
        Assert.That(again.StandardOutput.ReadLine(), Does.StartWith("going on with"));
        Assert.That(again.WaitForExit(Patience));
        Assert.That(RunFiles.Bytes(_folder.File(name)), Is.EqualTo(_undisturbed));
    }

    /// <summary>A limit on the size of files makes writes fail halfway, as a full disk does, for whoever runs the test.</summary>
    [Test]
    public void Writes_that_fail_end_it_in_words_and_nothing_complete_is_lost()
    {
        foreach (var kibibytes in new[] { 2, 4, 16, 64 })
        {
            using var process = Start("full", $"trap '' XFSZ; ulimit -f {kibibytes}; ");
            var error = process.StandardError.ReadToEnd();
            Assert.That(process.WaitForExit(Patience));
            Assert.That(process.ExitCode, Is.EqualTo(1), error);
            Assert.That(error, Does.StartWith("error: ").And.Not.Contain("   at "));
        }
        using var again = Start("full");
        Assert.That(again.WaitForExit(Patience));
        Assert.That(RunFiles.Bytes(_folder.File("full")), Is.EqualTo(_undisturbed));
    }

    /// <param name="name">of the run's folder</param>
    /// <param name="before">shell commands that prepare its process</param>
    /// <param name="through">a command that runs the one given to it</param>
    Process Start(string name, string before = "", string through = "")
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "sparsegen.dll");
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                "-c",
                $"{before}exec {through} '{Environment.ProcessPath}' '{program}' run quickstart --scale smoke --steps 120 --narrowing 2 --checkpoint-seconds 0.02 --out '{_folder.File(name)}'",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Executable memory in a file of its own would fall under the limit on the size of files.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
