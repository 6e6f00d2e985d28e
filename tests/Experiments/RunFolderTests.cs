using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>A run's folder is never taken for another's.</summary>
public class RunFolderTests
{
    TemporaryFolder _folder = null!;

    string Path => _folder.File("run");

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void It_is_opened_again_with_the_same_options()
    {
        using (var first = RunFolder.Open(Path, Manifest())) Assert.That(first.Resumed, Is.False);
        using var second = RunFolder.Open(Path, Manifest());
        Assert.That(second.Resumed, Is.True);
    }

    [Test]
    public void Options_that_drifted_are_refused_each_by_name()
    {
        RunFolder.Open(Path, Manifest()).Dispose();
        var other = Manifest(("steps", "500"), ("vector width", "256 bits"), ("rounds", "20"));
        Assert.That(() => RunFolder.Open(Path, other), Throws.TypeOf<RunException>()
            .With.Message.Contains("steps: 2000 in the folder, 500 now")
            .And.Message.Contains("vector width: 512 bits in the folder, 256 bits now")
            .And.Message.Contains("rounds: none in the folder, 20 now"));
    }

    [Test]
    public void What_is_only_noted_may_differ()
    {
        RunFolder.Open(Path, Manifest()).Dispose();
        var later = Manifest() with { Noted = new() { ["runtime"] = "a later one" } };
        Assert.That(() => RunFolder.Open(Path, later).Dispose(), Throws.Nothing);
    }

    [Test]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        Directory.CreateDirectory(Path);
        var file = System.IO.Path.Combine(Path, "thesis.tmp");
        File.WriteAllText(file, "");
        Assert.That(() => RunFolder.Open(Path, Manifest()), Throws.TypeOf<RunException>().With.Message.Contains("not empty"));
        Assert.That(File.Exists(file));
    }

    [Test]
    public void A_run_that_died_while_its_folder_was_made_begins_again()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "run.json.tmp"), "{");
        File.WriteAllText(System.IO.Path.Combine(Path, ".lock"), "");
        RunFolder.Open(Path, Manifest()).Dispose();
        Assert.That(RunManifest.Read(Path).Experiment, Is.EqualTo("fig4"));
    }

    [Test]
    public void Two_processes_cannot_use_it_at_once()
    {
        using var first = RunFolder.Open(Path, Manifest());
        Assert.That(() => RunFolder.Open(Path, Manifest()), Throws.TypeOf<RunException>().With.Message.Contains("in use"));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        var file = _folder.File("file", [1]);
        Assert.That(() => RunFolder.Open(System.IO.Path.Combine(file, "run"), Manifest()), Throws.TypeOf<RunException>().With.Message.Contains(file).And.Message.Contains("cannot be written"));
    }

    [Test]
    public void A_manifest_that_cannot_be_read_is_named()
    {
        RunFolder.Open(Path, Manifest()).Dispose();
        File.WriteAllText(System.IO.Path.Combine(Path, "run.json"), "{");
        Assert.That(() => RunFolder.Open(Path, Manifest()), Throws.TypeOf<RunException>().With.Message.Contains("run.json"));
    }

    [Test]
    public void Files_that_were_being_written_are_removed_at_the_next_start()
    {
        RunFolder.Open(Path, Manifest()).Dispose();
        var left = System.IO.Path.Combine(Path, "mask.safetensors.tmp");
        File.WriteAllText(left, "");
        RunFolder.Open(Path, Manifest()).Dispose();
        Assert.That(File.Exists(left), Is.False);
    }

    static RunManifest Manifest(params (string Name, string Value)[] changes)
    {
        var decided = new SortedDictionary<string, string> { ["steps"] = "2000", ["vector width"] = "512 bits" };
        foreach (var (name, value) in changes) decided[name] = value;
        return new RunManifest("fig4", "sparsegen run fig4", new StudyOutline("", [], []), decided, new() { ["runtime"] = "this one" });
    }
}
