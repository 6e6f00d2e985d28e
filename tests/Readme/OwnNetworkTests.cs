using OwnNetworks;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Readme;

/// <summary>The README's networks of one's own learn, are pruned and rewound, and go into files, as those of the zoo.</summary>
public class OwnNetworkTests
{
    const int Batch = 20, Steps = 120;
    const ulong Seed = 7;

    static readonly ImageSet Images = Glyphs.Create(count: 200, seed: Seed);

    static IEnumerable<TestCaseData> Networks()
    {
        yield return new TestCaseData(new Func<Device, Model>(device => new ResidualClassifier(device, Seed))).SetArgDisplayNames("classifier");
        yield return new TestCaseData(new Func<Device, Model>(device => new Denoiser(device, Seed))).SetArgDisplayNames("denoiser");
    }

    [TestCaseSource(nameof(Networks))]
    public void It_learns_and_a_winning_ticket_of_it_does(Func<Device, Model> create)
    {
        using var device = Device.Host(1);
        using var model = create(device);
        using var trainer = new Trainer(model, Images, Batch, Seed);
        trainer.RunTo(1);
        var (first, early) = (trainer.Loss, model.Snapshot());
        trainer.RunTo(Steps);
        Assert.That(trainer.Loss, Is.LessThan(0.7 * first));
        var mask = Mask.Global(new Magnitude().Score(model), sparsity: 0.5);

        model.Restore(early);
        model.Apply(mask);
        Assert.That(model.Density, Is.EqualTo(0.5).Within(0.01));
        trainer.RunFrom(1, to: Steps);
        Assert.That(trainer.Loss, Is.LessThan(0.7 * first));
    }

    [Test]
    public void It_loses_half_its_channels_and_learns_on()
    {
        var (loss, before, after) = NarrowedClassifier.Run();
        // 16·16 + 16 and 16·16·9 with γ and β of 16, and 10·16 + 10: of which half of the channels leave 8.
        Assert.That((before, after), Is.EqualTo((272L + 2304 + 32 + 170, 136L + 576 + 16 + 90)));
        Assert.That(loss, Is.LessThan(1.5), "guessing has 2.3");
    }

    [TestCaseSource(nameof(Networks))]
    public void Its_weights_go_through_a_file(Func<Device, Model> create)
    {
        using var device = Device.Host(1);
        using var model = create(device);
        using var other = create(device);
        using var trainer = new Trainer(model, Images, Batch, Seed);
        trainer.RunTo(2);
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.safetensors");
        model.SaveWeights(path);
        other.LoadWeights(path);
        File.Delete(path);
        Assert.That(other.Weights().Select(pair => Convert.ToHexString(pair.Value.Bytes)), Is.EqualTo(model.Weights().Select(pair => Convert.ToHexString(pair.Value.Bytes))));
    }
}
