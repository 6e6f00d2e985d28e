using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Training;

/// <summary>A training is a function of the seed: it can be stopped, resumed and rewound at any step.</summary>
public class TrainerTests
{
    static readonly ImageSet Images = Glyphs.Create(50, seed: 3);

    [Test]
    public void A_training_in_parts_is_the_training_in_one()
    {
        using var device = Device.Host(1);
        var whole = Trained(device, trainer => trainer.RunTo(7));
        var parts = Trained(device, trainer =>
        {
            trainer.RunTo(3);
            var state = trainer.Model.Snapshot();
            trainer.RunTo(5);
            trainer.Model.Restore(state);
            trainer.RunFrom(3, to: 7);
        });
        Assert.That(parts, Is.EqualTo(whole));
    }

    [Test]
    public void Hooks_are_called_when_they_are_due()
    {
        using var device = Device.Host(1);
        var called = new List<string>();
        Trained(device, trainer =>
        {
            trainer.AddHook(Hooks.At(2, _ => called.Add("at 2")));
            trainer.AddHook(Hooks.Every(3, t => called.Add($"every 3: {t.Step}")));
            trainer.AddHook(Hooks.Every(TimeSpan.Zero, _ => called.Add("always")));
            trainer.RunTo(3);
        });
        Assert.That(called, Is.EqualTo(new[] { "always", "at 2", "always", "every 3: 3", "always" }));
    }

    [Test]
    public void Cancelling_ends_it_after_a_step()
    {
        using var device = Device.Host(1);
        using var source = new CancellationTokenSource();
        using var model = Model(device);
        using var trainer = new Trainer(model, Images, 10, 1);
        trainer.AddHook(Hooks.At(4, _ => source.Cancel()));
        Assert.That(() => trainer.RunTo(10, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(trainer.Step, Is.EqualTo(new Step(4)));
    }

    [Test]
    public void The_loss_falls()
    {
        using var device = Device.Host(1);
        using var model = Model(device);
        using var trainer = new Trainer(model, Images, 10, 1);
        Assert.That(trainer.Loss, Is.NaN);
        trainer.RunTo(1);
        var first = trainer.Loss;
        trainer.RunTo(40);
        Assert.That(trainer.Loss, Is.LessThan(0.8 * first));
    }

    [Test]
    public void A_model_that_takes_several_batches_a_step_sees_each_image_once_an_epoch()
    {
        using var device = Device.Host(1);
        using var model = new Watcher(device);
        using var trainer = new Trainer(model, Images, batch: 5, seed: 1);
        trainer.RunTo(2);
        var batches = new Batches(Images, 5, seed: 1);
        var expected = new float[2 * Watcher.Batches * 5 * Images.ImageSize];
        for (var i = 0; i < 2 * Watcher.Batches; i++) batches.Fill(i, expected.AsSpan(i * 5 * Images.ImageSize, 5 * Images.ImageSize));
        Assert.That(model.Seen, Is.EqualTo(expected));
        var labels = new byte[2 * Watcher.Batches * 5];
        for (var i = 0; i < 2 * Watcher.Batches; i++) batches.FillLabels(i, labels.AsSpan(5 * i, 5));
        Assert.That(model.Labels, Is.EqualTo(labels));
    }

    [Test]
    public void One_thread_and_two_make_the_same_bytes()
    {
        using var one = Device.Host(1);
        using var two = Device.Host(2);
        Assert.That(Trained(two, trainer => trainer.RunTo(5)), Is.EqualTo(Trained(one, trainer => trainer.RunTo(5))));
    }

    [TestCase(0)]
    [TestCase(0.9)]
    public void A_steady_step_allocates_little_and_a_thousand_grow_nothing(double sparsity)
    {
        const int MostBytes = 64 * 1024;
        using var device = Device.Host(2);
        using var model = Model(device);
        if (sparsity > 0) model.Apply(Mask.Global(new Magnitude().Score(model), sparsity), allowEmptyLayers: true);
        using var trainer = new Trainer(model, Images, 10, 1);
        trainer.RunTo(50);
        // When the runtime collects its oldest generation depends on the memory of the whole machine; what survives a collection does not.
        var (heap, managed, native) = (GC.GetTotalMemory(forceFullCollection: true), GC.GetAllocatedBytesForCurrentThread(), device.Memory.BytesReserved);
        trainer.RunTo(1_050);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - managed) / 1_000, Is.LessThanOrEqualTo(MostBytes));
        Assert.That(device.Memory.BytesReserved, Is.EqualTo(native));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - heap, Is.LessThan(16 * MostBytes), "a kilobyte a step would be kept");
    }

    [Test]
    public void A_loss_that_is_not_reported_is_named()
    {
        using var device = Device.Host(1);
        using var model = new Silent(device);
        using var trainer = new Trainer(model, Images, 5, 1);
        Assert.That(() => trainer.RunTo(1), Throws.InvalidOperationException.With.Message.Contains("'second'").And.Message.Contains("Report"));
        Assert.That(trainer.Losses["first"], Is.EqualTo(1));
        Assert.That(trainer.Losses["second"], Is.NaN);
    }

    static string[] Trained(Device device, Action<Trainer> train)
    {
        using var model = Model(device);
        train(new Trainer(model, Images, batch: 10, seed: 1));
        return [.. model.Snapshot().Arrays.Select(pair => Convert.ToHexString(pair.Value.Bytes))];
    }

    static LinearAutoencoder Model(Device device) => new(device, seed: 1, narrowing: 8);

    sealed class Silent : Model
    {
        public Silent(Device device) : base(device, seed: 0)
        {
            AddComponent("layer", new Linear(device, 1, 1));
            AddUpdate("first", new Sgd(Parameters, learningRate: 0), _ => Variable.Constant(Device, new Shape(1), 1), reports: ["second"]);
        }
    }

    /// <summary>Learns nothing of three batches a step, and keeps what it was shown.</summary>
    sealed class Watcher : Model
    {
        public const int Batches = 3;

        public Watcher(Device device) : base(device, seed: 0)
        {
            AddComponent("layer", new Linear(device, 1, 1));
            AddUpdate("nothing", new Sgd(Parameters, learningRate: 0), Watch, repeats: Batches);
        }

        public List<float> Seen { get; } = [];

        public List<byte> Labels { get; } = [];

        Variable Watch(Batch batch)
        {
            Assert.That(batch.Images.Shape, Is.EqualTo(new Shape(1, 28, 28, 5)));
            Seen.AddRange(Device.Read(batch.Images.Value));
            Labels.AddRange(batch.Labels);
            return Variable.Constant(Device, new Shape(1), 0);
        }
    }
}
