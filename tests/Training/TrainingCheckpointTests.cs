using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Tests.Training;

public class TrainingCheckpointTests
{
    static readonly ImageSet Images = Glyphs.Create(40, seed: 7);

    [Test]
    public void A_training_that_is_stopped_after_any_step_ends_as_one_that_is_not([Range(1, 9)] int stop)
    {
        using var folder = new TemporaryFolder();
        var (whole, wholeSums) = Run(new TrainingCheckpoint(folder.File("whole.safetensors"), TimeSpan.FromHours(1)), stop: null);
        var checkpoint = new TrainingCheckpoint(folder.File("parts.safetensors"), TimeSpan.FromHours(1));
        Assert.That(() => Run(checkpoint, stop), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(checkpoint.Exists);
        var (parts, partSums) = Run(checkpoint, stop: null);
        Assert.That(parts, Is.EqualTo(whole));
        Assert.That(partSums, Is.EqualTo(wholeSums));
    }

    [Test]
    public void A_hook_that_was_cancelled_is_done_again()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host(1);
        var path = folder.File("checkpoint.safetensors");
        var measured = new List<int>();
        // Stopped in the middle of a measurement at step 4.
        Assert.That(() => Measure(stop: 4), Throws.InstanceOf<OperationCanceledException>());
        Measure(stop: null);
        Assert.That(measured, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));

        void Measure(int? stop)
        {
            using var model = Model(device);
            using var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = new TrainingCheckpoint(path, TimeSpan.Zero) };
            trainer.AddHook(t =>
            {
                if (t.Step.Index == stop) throw new OperationCanceledException();
                measured.Add(t.Step.Index);
            });
            trainer.Resume();
            trainer.RunTo(5);
        }
    }

    [Test]
    public void What_cannot_be_read_is_an_error_or_noted()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host(1);
        using var model = Model(device);
        var path = folder.File("checkpoint.safetensors");
        File.WriteAllText(path, "no checkpoint");
        using (var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = new TrainingCheckpoint(path, TimeSpan.Zero) })
            Assert.That(() => trainer.Resume(), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path));
        var notes = new List<string>();
        using (var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = new TrainingCheckpoint(path, TimeSpan.Zero) { Note = notes.Add } })
        {
            Assert.That(trainer.Resume(), Is.False);
            trainer.RunTo(1);
            Assert.That(trainer.Resume(), Is.True);
        }
        Assert.That(notes, Has.Count.EqualTo(1).And.All.StartsWith("the training begins anew").And.All.Contains(path));
    }

    [Test]
    public void What_cannot_be_written_is_noted_once()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host(1);
        using var model = Model(device);
        var notes = new List<string>();
        // A file stands where the folder would be.
        var path = Path.Combine(folder.File("file", [1]), "checkpoint.safetensors");
        using var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = new TrainingCheckpoint(path, TimeSpan.Zero) { Note = notes.Add } };
        trainer.RunTo(3);
        Assert.That(notes, Has.Count.EqualTo(1).And.All.Contains(folder.File("file")));
    }

    [Test]
    public void What_is_done_before_writing_is_done_before_every_writing()
    {
        using var folder = new TemporaryFolder();
        using var device = Device.Host(1);
        using var model = Model(device);
        var (path, existed) = (folder.File("checkpoint.safetensors"), new List<bool>());
        using var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = new TrainingCheckpoint(path, TimeSpan.Zero) { BeforeWriting = () => existed.Add(File.Exists(path)) } };
        trainer.RunTo(2);
        Assert.That(existed, Is.EqualTo(new[] { false, true }));
    }

    /// <returns>the trained model, and the means of its late losses</returns>
    static (string[] Arrays, (string, double)[] Late) Run(TrainingCheckpoint checkpoint, int? stop)
    {
        const int Steps = 10;
        using var device = Device.Host(1);
        using var model = Model(device);
        using var source = new CancellationTokenSource();
        using var trainer = new Trainer(model, Images, 10, 1) { Checkpoint = checkpoint, Schedule = LearningRateSchedule.Cosine(Steps) };
        // Of one step, so that a sum that is lost is seen.
        var late = new LateLosses(Steps);
        trainer.AddHook(late);
        trainer.AddHook(new Counter());
        if (stop is { } step) trainer.AddHook(Hooks.At(step, _ => source.Cancel()));
        trainer.Resume();
        trainer.RunTo(Steps, source.Token);
        return ([.. model.Snapshot().Arrays.Select(pair => Convert.ToHexString(pair.Value.Bytes))], [.. late.Means]);
    }

    static LinearAutoencoder Model(Device device) => new(device, seed: 1, narrowing: 8);

    /// <summary>Refuses a step that it was not told of.</summary>
    sealed class Counter : ITrainingHook
    {
        int _steps;

        public IEnumerable<KeyValuePair<string, string>> Notes => [new("count", $"{_steps}")];

        public void Resume(IReadOnlyDictionary<string, string> notes) => _steps = int.Parse(notes["count"]);

        public void Stepped(Trainer trainer) => Assert.That(++_steps, Is.EqualTo(trainer.Step.Index));
    }
}
