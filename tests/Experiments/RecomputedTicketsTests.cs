using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Experiments;

/// <summary>
/// Networks that runs trained are trained again by plain loops: what masks are cut from, what tickets begin with, on which images
/// and in which order they learn, for two seeds, rounds and several chains. The weights are the same to the last bit.
/// </summary>
public class RecomputedTicketsTests
{
    const int Steps = 20, Rewind = 3, Images = 96, Batch = 16, Narrowing = 16, Rounds = 2;
    const double Fraction = 0.2, LearningRate = 2e-3;

    static readonly RunOptions Options = new()
    {
        Scale = Scale.Smoke, Models = "linear-ae", Steps = "20", Rewind = "3", Images = Images, Batch = Batch, Narrowing = Narrowing, Rounds = Rounds, Fraction = Fraction, LearningRate = LearningRate,
    };

    TemporaryFolder _folder = null!;
    Device _device = null!;
    ImageSet _images = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _device = Device.Host(threads: 2);
        _images = new DataFolder(null).Load("glyphs").Train.Slice(0, Images);
    }

    [TearDown]
    public void TearDown()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Winning_and_random_tickets_of_two_seeds()
    {
        SmokeRun.Of(Options with { Experiment = "quickstart", Seed = 4, Seeds = 2 }, _folder.Path);
        foreach (var seed in new ulong[] { 4, 5 })
        {
            using var model = Unpruned(seed, out var late);
            RequireEqual(model, Paths(seed).Unpruned);
            for (var round = 1; round <= Rounds; round++)
            {
                // Round 1 is cut from the unpruned network, round 2 from the winning ticket of round 1.
                var mask = Cut(model, path => true, keep => keep - (int)Math.Round(Fraction * keep));
                Tickets.Random(model, mask, seed, round);
                Train(model, seed, from: 0);
                RequireEqual(model, Paths(seed).Ticket("both", round, isRandom: true));
                model.Restore(late);
                model.Apply(mask);
                Train(model, seed, from: Rewind);
                RequireEqual(model, Paths(seed).Ticket("both", round, isRandom: false));
            }
        }
    }

    [Test]
    public void One_cut_and_a_return_to_the_initialisation()
    {
        SmokeRun.Of(Options with { Experiment = "fig3" }, _folder.Path);
        using var model = Unpruned(seed: 1, out var late);
        var trained = model.Snapshot();
        for (var round = 1; round <= Rounds; round++)
        {
            model.Restore(trained);
            var times = round;
            var mask = Cut(model, path => true, keep => Enumerable.Range(0, times).Aggregate(keep, (left, _) => left - (int)Math.Round(Fraction * left)));
            model.Restore(late);
            model.Apply(mask);
            Train(model, seed: 1, from: Rewind);
            RequireEqual(model, Paths(1).Ticket("one-shot", round, isRandom: false));
        }
        model.Restore(trained);
        for (var round = 1; round <= Rounds; round++)
        {
            var mask = Cut(model, path => true, keep => keep - (int)Math.Round(Fraction * keep));
            model.Initialise(1);
            model.Apply(mask);
            Train(model, seed: 1, from: 0);
            RequireEqual(model, Paths(1).Ticket("to-initialisation", round, isRandom: false));
        }
    }

    [Test]
    public void One_component_alone()
    {
        SmokeRun.Of(Options with { Experiment = "fig4", Curves = "encoder-only,decoder-only" }, _folder.Path);
        foreach (var component in new[] { "encoder", "decoder" })
        {
            using var model = Unpruned(seed: 1, out var late);
            for (var round = 1; round <= Rounds; round++)
            {
                var mask = Cut(model, path => path.StartsWith(component + ".", StringComparison.Ordinal), keep => keep - (int)Math.Round(Fraction * keep));
                model.Restore(late);
                model.Apply(mask);
                Train(model, seed: 1, from: Rewind);
                RequireEqual(model, Paths(1).Ticket(component, round, isRandom: false));
            }
        }
    }

    [Test]
    public void The_late_loss_is_the_mean_of_the_last_tenth_of_the_steps()
    {
        var folder = SmokeRun.Of(Options with { Experiment = "quickstart", Rounds = 0 }, _folder.Path);
        using var model = Create(1);
        var losses = Train(model, seed: 1, from: 0);
        var recorded = MetricsLog.Read(folder).OfType<LateLoss>().Single();
        Assert.That(recorded.Value, Is.EqualTo(losses.TakeLast(Steps / 10).Average()).Within(1e-9).Percent);
    }

    [Test]
    public void A_stop_within_the_last_tenth_changes_no_byte([Values(18, 19)] int stop)
    {
        var options = Options with { Experiment = "quickstart", Rounds = 1 };
        SmokeRun.Of(options, _folder.File("whole"));
        using var source = new CancellationTokenSource();
        Assert.That(() => SmokeRun.Of(options, _folder.File("parts"), new QuietObserver(trainer =>
        {
            if (trainer.Step == stop) source.Cancel();
        }), source.Token), Throws.InstanceOf<OperationCanceledException>());
        SmokeRun.Of(options, _folder.File("parts"));
        Assert.That(RunFiles.Bytes(_folder.File("parts")), Is.EqualTo(RunFiles.Bytes(_folder.File("whole"))));
    }

    LinearAutoencoder Create(ulong seed) => new(_device, seed, narrowing: Narrowing, learningRate: LearningRate);

    LinearAutoencoder Unpruned(ulong seed, out Snapshot late)
    {
        var model = Create(seed);
        Train(model, seed, from: 0, to: Rewind);
        late = model.Snapshot();
        Train(model, seed, from: Rewind);
        return model;
    }

    /// <returns>the loss of every step</returns>
    List<double> Train(LinearAutoencoder model, ulong seed, int from, int to = Steps)
    {
        var losses = new List<double>();
        var (batches, pixels) = (new Batches(_images, Batch, seed), new float[Batch * 784]);
        for (var step = from; step < to; step++)
        {
            using var scope = _device.OpenScope();
            batches.Fill(step, pixels);
            losses.Add(model.Step(_device.Upload(new Shape(1, 28, 28, Batch), pixels), new StepRandom(seed, (ulong)step))[0]);
        }
        return losses;
    }

    /// <summary>Keeps the largest of all chosen weights.</summary>
    static Mask Cut(Model model, Func<string, bool> chosen, Func<int, int> keep)
    {
        var weights = model.Weights().ToDictionary();
        var before = model.Mask().Layers;
        var ranked = before.Where(layer => chosen(layer.Path))
            .SelectMany(layer => Enumerable.Range(0, layer.Total).Where(layer.Keeps).Select(i => (layer.Path, Index: i, Size: Math.Abs(weights[layer.Path].As<float>()[i]))))
            .OrderByDescending(weight => weight.Size).ToArray();
        var kept = ranked.Take(keep(ranked.Length)).Select(weight => (weight.Path, weight.Index)).ToHashSet();
        return new Mask(before.Select(layer => chosen(layer.Path)
            ? new LayerMask(layer.Path, layer.Shape, [.. Enumerable.Range(0, layer.Total).Select(i => kept.Contains((layer.Path, i)) ? (byte)1 : (byte)0)])
            : layer));
    }

    RunPaths Paths(ulong seed) => new(_folder.Path, "linear-ae-glyphs", seed);

    static void RequireEqual(Model model, string file)
    {
        var (saved, own) = (SnapshotFile.Read(file).Snapshot.Arrays, model.Weights().ToDictionary());
        Assert.That(saved.Keys, Is.EquivalentTo(own.Keys), file);
        foreach (var (name, array) in own) Assert.That(saved[name].Bytes.SequenceEqual(array.Bytes), $"{name} of {file}");
    }
}
