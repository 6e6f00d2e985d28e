using SparseGen.Cli.Display;
using SparseGen.Experiments;
using SparseGen.Kernels;

namespace SparseGen.Tests.Experiments;

public class ModelKindTests
{
    static IEnumerable<TestCaseData> Kinds => ModelKind.All.Select(kind => new TestCaseData(kind).SetArgDisplayNames(kind.Name));

    [TestCaseSource(nameof(Kinds))]
    public void A_model_has_the_size_that_the_paper_says(ModelKind kind)
    {
        using var device = Device.Host(threads: 1);
        using var model = kind.Create(device, 0, kind.Image, new Settings());
        Assert.That(model.Parameters.Sum(parameter => parameter.Shape.Count), Is.EqualTo(kind.Paper.Parameters).Within(5).Percent);
    }

    [Test]
    public void The_list_of_models_shows_sizes_and_work_beside_the_papers_figures()
    {
        var lines = ModelTable.Lines([ModelKind.LinearAutoencoder]).ToArray();
        Assert.That(lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(new[] { "linear-ae", "1×28×28", "0.20", "M", "0.20", "M", "0.20", "M", "0.2", "M", "89.2", "%" }));
    }
}
