using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Tests.Training;

/// <summary>When a training is said to have diverged.</summary>
public class DivergenceTests
{
    static readonly ImageSet Images = Glyphs.Create(count: 8, seed: 1);

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_loss_that_is_no_number_or_infinite_ends_it_at_once(double loss) => Assert.That(StepsUntilDivergence(step => step < 3 ? 1 : loss), Is.EqualTo(4));

    [Test]
    public void A_loss_that_stays_0_ends_it() => Assert.That(StepsUntilDivergence(step => step < 10 ? 1 : 0), Is.EqualTo(10 + DivergenceWatch.MostZeros));

    [Test]
    public void A_loss_that_is_0_now_and_then_does_not() => Assert.That(StepsUntilDivergence(step => step % DivergenceWatch.MostZeros == 0 ? 1 : 0), Is.Null);

    [Test]
    public void What_was_counted_before_an_interruption_counts()
    {
        using var device = Device.Host(1);
        using var model = new Reporting(device, _ => 0);
        using var trainer = new Trainer(model, Images, batch: 4, seed: 1);
        var before = new DivergenceWatch();
        trainer.AddHook(before);
        trainer.RunTo(DivergenceWatch.MostZeros - 1);
        var after = new DivergenceWatch();
        after.Resume(new Dictionary<string, string>(before.Notes));
        Assert.That(() => after.Stepped(trainer), Throws.TypeOf<DivergenceException>().With.Message.Contains("exactly 0"));
    }

    static int? StepsUntilDivergence(Func<ulong, double> loss)
    {
        using var device = Device.Host(1);
        using var model = new Reporting(device, loss);
        using var trainer = new Trainer(model, Images, batch: 4, seed: 1);
        trainer.AddHook(new DivergenceWatch());
        try
        {
            trainer.RunTo(3 * DivergenceWatch.MostZeros);
            return null;
        }
        catch (DivergenceException)
        {
            return trainer.Step.Index;
        }
    }

    /// <summary>Learns nothing; its loss is what the test says.</summary>
    sealed class Reporting : Model
    {
        public Reporting(Device device, Func<ulong, double> loss) : base(device, seed: 0)
        {
            AddComponent("layer", new Linear(device, 1, 1));
            AddUpdate("loss", new Sgd(Parameters, learningRate: 0), batch => Variable.Constant(Device, new Shape(1), loss(batch.Random.Step)));
        }
    }
}
