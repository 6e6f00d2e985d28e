using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Pruning;

/// <summary>What is ranked together.</summary>
public class PoolTests
{
    static readonly Scores Two = Scored(("generator.0.weight", [8, 9, 10, 11]), ("generator.1.weight", [5, 6, 7, 12]), ("discriminator.0.weight", [1, 2, 3, 4]));

    [TestCase(Pool.Global, 4, 2, 0)]
    [TestCase(Pool.Network, 3, 1, 2)]
    [TestCase(Pool.Layer, 2, 2, 2)]
    public void Each_pool_loses_the_same_fraction(Pool pool, int first, int second, int critic)
    {
        foreach (var mask in new[] { Mask.Next(Two, 0.5, pool: pool), Mask.OneShot(Two, 0.5, pool: pool), Mask.AfterRounds(Two, 0.5, rounds: 1, pool: pool) })
            Assert.That(mask.Layers.Select(layer => layer.Survivors), Is.EqualTo(new[] { first, second, critic }));
    }

    [Test]
    public void The_lowest_of_a_pool_go()
    {
        var mask = Mask.OneShot(Two, 0.25, pool: Pool.Network);
        Assert.That(mask.Layers.SelectMany(layer => layer.Bytes.ToArray()), Is.EqualTo(new byte[] { 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1 }));
    }

    [Test]
    public void What_is_not_chosen_is_in_no_pool([Values] Pool pool)
    {
        var mask = Mask.Next(Two, 0.5, Components.Only("discriminator"), pool);
        Assert.That(mask.Layers.Select(layer => layer.Survivors), Is.EqualTo(new[] { 4, 4, 2 }));
    }

    [Test]
    public void One_cut_leaves_in_every_pool_what_rounds_leave([Values] Pool pool)
    {
        var scores = Scored(("a.0.weight", Uniform(1, 101)), ("a.1.weight", Uniform(2, 53)), ("b.0.weight", Uniform(3, 77)));
        var mask = scores.Mask;
        for (var round = 0; round < 6; round++) mask = Mask.Next(new Scores(mask, [scores[0].ToArray(), scores[1].ToArray(), scores[2].ToArray()]), 0.36, pool: pool);
        var cut = Mask.AfterRounds(scores, 0.36, rounds: 6, pool: pool);
        Assert.That(cut.Layers.Select(layer => layer.Bytes.ToArray()), Is.EqualTo(mask.Layers.Select(layer => layer.Bytes.ToArray())));
    }

    [Test]
    public void A_pool_that_has_lost_more_is_not_revived()
    {
        var mask = Mask.Next(Two, 0.75, Components.Only("discriminator"));
        var scores = new Scores(mask, [Two[0].ToArray(), Two[1].ToArray(), Two[2].ToArray()]);
        Assert.That(() => Mask.OneShot(scores, 0.5, pool: Pool.Network), Throws.ArgumentException.With.Message.Contains("revive"));
        Assert.That(Mask.OneShot(scores, 0.5, pool: Pool.Global).Survivors, Is.EqualTo(6), "together less than half is gone");
    }

    [Test]
    public void A_clipped_critic_is_alive_after_ten_rounds_if_it_is_ranked_by_itself()
    {
        var (network, global) = (Rounds(Pool.Network), Rounds(Pool.Global));
        Assert.That(network.EmptyLayers, Is.Empty);
        Assert.That(network.ComponentDensities.Select(one => one.Density), Is.All.EqualTo(network.Density).Within(0.001));
        Assert.That(global.EmptyLayers.Select(layer => Model.ComponentOf(layer.Path)).Distinct(), Is.EqualTo(new[] { "discriminator" }), "its weights are the smallest");
    }

    /// <summary>A WGAN's mask after ten rounds of 36 %, from magnitudes after a few steps, most of which the critic's clipping has made equal.</summary>
    static Mask Rounds(Pool pool)
    {
        using var device = Device.Host();
        using var model = new Wgan(device, seed: 1, narrowing: 8);
        using var trainer = new Trainer(model, Glyphs.Create(64, seed: 7, color: true), batch: 16, seed: 1);
        trainer.RunTo(step: 3);
        var scores = new Magnitude().Score(model);
        return Mask.AfterRounds(scores, 0.36, rounds: 10, pool: pool);
    }

    static float[] Uniform(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    static Scores Scored(params (string Path, float[] Values)[] layers) =>
        new(new Mask(layers.Select(layer => new LayerMask(layer.Path, new Shape(1, layer.Values.Length), Enumerable.Repeat((byte)1, layer.Values.Length).ToArray()))), layers.Select(layer => layer.Values));
}
