using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

public class ChannelMaskTests
{
    Device _device = null!;
    Dcgan _model = null!;
    ChannelSets _sets = null!;

    [SetUp]
    public void SetUp()
    {
        _device = Device.Host(1);
        _model = new Dcgan(_device, seed: 1, new Shape(3, 32, 32), narrowing: 16);
        _sets = ChannelSets.Of(_model, new Shape(3, 32, 32));
    }

    [TearDown]
    public void TearDown()
    {
        _model.Dispose();
        _device.Dispose();
    }

    [Test]
    public void The_smallest_scales_of_all_sets_go_first()
    {
        var scores = new List<(double Score, int Set, int Channel)>();
        for (var set = 0; set < _sets.All.Count; set++)
            foreach (var scale in _sets.All[set].Scales)
            {
                var gamma = new float[_sets.All[set].Count];
                for (var channel = 0; channel < gamma.Length; channel++) gamma[channel] = (channel * 7 + set * 3) % 23 - 11;
                _device.Write(scale.Value.Value, gamma);
                scores.AddRange(gamma.Select((value, channel) => ((double)Math.Abs(value), set, channel)));
            }
        var mask = ChannelMask.BySmallestScales(_sets, 0.4, Components.All);
        var expected = scores.Order().Take((int)Math.Round(0.4 * scores.Count)).Select(one => (one.Set, one.Channel)).ToHashSet();
        Assert.That(Removed(mask), Is.EquivalentTo(expected));
        Assert.That(mask.Spared, Is.Zero);
        var generator = ChannelMask.BySmallestScales(_sets, 0.4, Components.Only("generator"));
        Assert.That(Removed(generator).Select(one => _sets.All[one.Set].Name), Has.All.StartsWith("generator"));
    }

    [Test]
    public void Every_set_keeps_the_least_number()
    {
        // All of the first set come first.
        _device.Write(_sets.All[0].Scales[0].Value.Value, new float[_sets.All[0].Count]);
        var mask = ChannelMask.BySmallestScales(_sets, 0.5, Components.All, leastChannels: 3);
        Assert.That(mask.Kept[0].Count(kept => kept), Is.EqualTo(3));
        Assert.That((mask.Spared, mask.SparedSets), Is.EqualTo((3, new[] { _sets.All[0].Name })));
        Assert.That(mask.Removed, Is.EqualTo(Math.Round(0.5 * _sets.All.Where(set => set.Scales.Count > 0).Sum(set => set.Count))), "others go for them");
        Assert.That(ChannelMask.BySmallestScales(_sets, 0.999, Components.All).Kept.Select(flags => flags.Count(kept => kept)), Has.All.AtLeast(1));
        Assert.That(() => ChannelMask.BySmallestScales(_sets, 1, Components.All), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Distance_and_overlap_are_fractions()
    {
        var none = ChannelMask.BySmallestScales(_sets, 0, Components.All);
        var half = ChannelMask.BySmallestScales(_sets, 0.5, Components.All);
        var ranked = _sets.All.Where(set => set.Scales.Count > 0).Sum(set => set.Count);
        Assert.That(none.Distance(half), Is.EqualTo((double)half.Removed / ranked));
        Assert.That(half.Distance(half), Is.Zero);
        Assert.That((none.Overlap(half), half.Overlap(none), half.Overlap(half)), Is.EqualTo((1.0, 0.0, 1.0)));
        Assert.That(ChannelMask.Parse(_sets, half.ToString()).ToString(), Is.EqualTo(half.ToString()));
        var random = half.Shuffled(seed: 5);
        Assert.That(random.Kept.Select(flags => flags.Count(kept => kept)), Is.EqualTo(half.Kept.Select(flags => flags.Count(kept => kept))));
        Assert.That(random.Distance(half), Is.GreaterThan(0));
        Assert.That(half.Shuffled(seed: 6).Distance(random), Is.GreaterThan(0));
    }

    [Test]
    public void A_ticket_is_found_when_the_newest_mask_is_near_those_before_it()
    {
        var near = ChannelMask.BySmallestScales(_sets, 0.5, Components.All);
        var far = near.Shuffled(seed: 5);
        var search = new EarlyBirdSearch(length: 3, threshold: 0.1);
        Assert.That(new[] { near, near, far, near, near }.Select(search.Add), Has.All.False);
        Assert.That(search.Distances, Is.EqualTo(new[] { 0, near.Distance(far) }), "the nearest in time first");
        Assert.That(search.Add(near));
        Assert.That(search.Distances, Is.EqualTo(new[] { 0.0, 0.0 }));
        Assert.That(search.Masks, Has.Count.EqualTo(6));
    }

    static IEnumerable<(int Set, int Channel)> Removed(ChannelMask mask) =>
        mask.Kept.SelectMany((flags, set) => flags.Select((kept, channel) => (kept, set, channel))).Where(one => !one.kept).Select(one => (one.set, one.channel));
}
