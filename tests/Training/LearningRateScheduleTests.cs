using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Tests.Training;

public class LearningRateScheduleTests
{
    [Test]
    public void A_cosine_rises_linearly_and_falls_to_0()
    {
        var schedule = LearningRateSchedule.Cosine(1_000, warmup: 0.1);
        // Each step is taken at its middle.
        Assert.That(schedule.Factor(0), Is.EqualTo(0.005).Within(1e-12));
        Assert.That(schedule.Factor(49), Is.EqualTo(0.495).Within(1e-12));
        Assert.That(schedule.Factor(549), Is.EqualTo((1 + Math.Cos(Math.PI * (0.5495 - 0.1) / 0.9)) / 2).Within(1e-12));
        Assert.That(schedule.Factor(999), Is.InRange(0, 1e-5));
        Assert.That(LearningRateSchedule.Cosine(1_000).Factor(0), Is.GreaterThan(0.9999), "without a warm-up it begins at the top");
        Assert.That(() => LearningRateSchedule.Cosine(10, warmup: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Milestones_multiply_from_their_step_on()
    {
        var schedule = LearningRateSchedule.Milestones(0.1, 80, 120);
        Assert.That(new[] { 79, 80, 119, 120, 500 }.Select(step => schedule.Factor(step)), Is.EqualTo(new[] { 1, 0.1, 0.1, 0.01, 0.01 }).Within(1e-15));
    }

    [Test]
    public void It_applies_to_every_optimizer_and_is_a_function_of_the_step_alone()
    {
        using var device = Device.Host(1);
        using var model = new LinearAutoencoder(device, seed: 1, narrowing: 8);
        var rate = model.Updates[0].Optimizer.LearningRate;
        using var trainer = new Trainer(model, Glyphs.Create(20, seed: 7), batch: 10, seed: 1) { Schedule = LearningRateSchedule.Milestones(0.5, 3) };
        var rates = new List<double>();
        trainer.AddHook(_ => rates.Add(model.Updates[0].Optimizer.LearningRate / rate));
        trainer.RunTo(5);
        trainer.RunFrom(2, 4);
        Assert.That(rates, Is.EqualTo(new[] { 1, 1, 1, 0.5, 0.5, 1, 0.5 }));
    }

    [Test]
    public void An_optimizer_moves_by_the_rate_that_is_set()
    {
        using var device = Device.Reference();
        using var layer = new Linear(device, 2, 1);
        layer.Initialise(1);
        foreach (var optimizer in new Func<IEnumerable<Parameter>, Optimizer>[] { p => new Sgd(p, 0.1), p => new Adam(p, 0.1), p => new RmsProp(p, 0.1) })
        {
            var (weight, made) = (layer.Parameters.First(), optimizer([layer.Parameters.First()]));
            made.LearningRate = 0;
            var before = device.Read(weight.Value.Value);
            made.Step(weight.Value.Sum());
            Assert.That(device.Read(weight.Value.Value), Is.EqualTo(before));
            made.LearningRate = 0.1;
            made.Step(weight.Value.Sum());
            Assert.That(device.Read(weight.Value.Value), Is.Not.EqualTo(before));
            Assert.That(() => made.LearningRate = double.NaN, Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }
}
