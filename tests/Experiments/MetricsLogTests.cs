using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>metrics.jsonl survives what happens to files.</summary>
public class MetricsLogTests
{
    static readonly Evaluation First = new("linear-ae-mnist", 1, "winning", 3, 0.488, 2000, "reconstruction", 0.0123);
    static readonly Remark Second = new("linear-ae-mnist", 1, "both", 4, "encoder.1.weight has no weight left");

    TemporaryFolder _folder = null!;

    string Path => _folder.File(MetricsLog.FileName);

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_fact_is_one_line_of_a_pinned_form()
    {
        Write(First, Second);
        Assert.That(File.ReadAllText(Path), Is.EqualTo("""
            {"kind":"evaluation","subject":"linear-ae-mnist","seed":1,"curve":"winning","round":3,"sparsity":0.488,"step":2000,"metric":"reconstruction","value":0.0123}
            {"kind":"remark","subject":"linear-ae-mnist","seed":1,"curve":"both","round":4,"text":"encoder.1.weight has no weight left"}

            """));
    }

    [Test]
    public void Every_kind_of_fact_is_read_as_it_was_written()
    {
        Fact[] facts = [First, Second, new TrainingLoss("a", 2, "random", 0, 5, "generator", double.NaN), new LateLoss("a", 2, "random", 0, "generator", 0.5), new FeatureSpace("a", 2, "unpruned", 0, "lenet-a", "12ab"), new Divergence("a", 2, "random", 1, 0.5, 7, "how"), new MethodEnd("a", 2, "both", 2), new LayerDensity("a", 2, "both", 1, "encoder.1.weight", 3, 7)];
        Write(facts);
        Assert.That(MetricsLog.Read(_folder.Path), Is.EqualTo(facts));
    }

    [Test]
    public void A_half_written_last_line_is_cut_off_and_written_again()
    {
        Write(First, Second);
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.That(() => MetricsLog.Read(_folder.Path), Throws.Nothing);
            Write(First, Second);
            Assert.That(File.ReadAllBytes(Path), Is.EqualTo(whole), $"cut at byte {length}");
        }
    }

    [Test]
    public void A_repeated_fact_is_not_written_twice()
    {
        Write(First);
        Write(First, Second);
        Assert.That(File.ReadAllLines(Path), Has.Length.EqualTo(2));
    }

    [Test]
    public void A_repetition_that_finds_something_else_is_refused_with_both()
    {
        Write(First);
        Assert.That(() => Write(First with { Value = 0.0124 }), Throws.TypeOf<RunException>().With.Message.Contains("0.0123").And.Message.Contains("0.0124"));
    }

    [Test]
    public void A_complete_line_that_cannot_be_read_is_an_error_by_its_number()
    {
        Write(First, Second);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("\"remark\"", "\"rem#ark\"", StringComparison.Ordinal));
        Assert.That(() => Write(), Throws.TypeOf<RunException>().With.Message.Contains(Path).And.Message.Contains("line 2"));
        Assert.That(() => MetricsLog.Read(_folder.Path), Throws.TypeOf<RunException>());
    }

    [Test]
    public void A_field_that_is_missing_is_an_error()
    {
        File.WriteAllText(Path, """{"kind":"evaluation","subject":"a","seed":1}""" + "\n");
        Assert.That(() => Write(), Throws.TypeOf<RunException>().With.Message.Contains("line 1"));
    }

    void Write(params Fact[] facts)
    {
        using var log = new MetricsLog(_folder.Path);
        foreach (var fact in facts) log.Record(fact);
    }
}
