using SparseGen.Autograd;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Experiments;

/// <summary>What networks are asked to generate.</summary>
public class SamplesTests
{
    [Test]
    public void Samples_of_a_seed_are_the_same_latents_for_every_network()
    {
        using var device = Device.Host();
        var (first, second, other) = (Asked(device, networkSeed: 1, seed: 5), Asked(device, networkSeed: 2, seed: 5), Asked(device, networkSeed: 1, seed: 6));
        Assert.That(second.Latents, Is.EqualTo(first.Latents));
        Assert.That(other.Latents[0], Is.Not.EqualTo(first.Latents[0]));
        Assert.That(first.Latents[1], Is.Not.EqualTo(first.Latents[0]), "batches differ");
        Assert.That(first.Modes, Is.All.EqualTo(Mode.Evaluate));
    }

    [Test]
    public void There_are_as_many_as_were_asked_for_and_fewer_are_the_first_of_more()
    {
        using var device = Device.Host();
        using var network = new Dcgan(device, seed: 1, narrowing: 64);
        byte[] Pixels(int count) => [.. Samples.Of(network, seed: 5, count).SelectMany(images => images.Pixels.ToArray())];
        Assert.That(Pixels(130), Has.Length.EqualTo(130 * 3 * 32 * 32));
        Assert.That(Pixels(130)[..Pixels(70).Length], Is.EqualTo(Pixels(70)));
    }

    static Recorder Asked(Device device, ulong networkSeed, ulong seed)
    {
        using var recorder = new Recorder(device, networkSeed);
        foreach (var _ in Samples.Of(recorder, seed, count: 130))
        {
        }
        Assert.That(recorder.Latents, Has.Count.EqualTo(3));
        return recorder;
    }

    /// <summary>Keeps the latents that it is given.</summary>
    sealed class Recorder : Model, IGenerator
    {
        readonly Linear _layer;

        public Recorder(Device device, ulong seed) : base(device, seed) => _layer = AddComponent("generator", new Linear(device, 4, 4));

        public List<float[]> Latents { get; } = [];

        public List<Mode> Modes { get; } = [];

        public int LatentSize => 4;

        public string GeneratingComponent => "generator";

        public Variable Generate(Variable latent, Mode mode)
        {
            Latents.Add(Device.Read(latent.Value));
            Modes.Add(mode);
            return _layer.Forward(latent, mode).Reshape(new Shape(1, 2, 2, latent.Shape[1]));
        }
    }
}
