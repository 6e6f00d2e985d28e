using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Tests.Data;

namespace SparseGen.Tests.Fid;

sealed class PublishedClassifierTests
{
    const string Folder = "SPARSEGEN_WEIGHTS", FileName = "cifar10_resnet20_12fca82f.npz";

    [Test]
    public void ResNet20_has_its_published_accuracy()
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable(Folder) ?? "", FileName);
        if (!File.Exists(path)) Assert.Ignore($"Needs {FileName}: set {Folder} to the folder that holds it.");
        var data = RealData.Load("cifar10");
        using var device = Device.Host();
        using var classifier = Classifier.Load(path, ClassifierKind.Of("resnet20"), data.Test, device);

        // As published; an image or two may lie so near the border of two classes that rounding decides.
        Assert.That(classifier.CountCorrect(data.Test), Is.EqualTo(9173).Within(2));
    }
}
