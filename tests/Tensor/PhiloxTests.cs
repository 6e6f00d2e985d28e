using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace SparseGen.Tests;

public class PhiloxTests
{
    static readonly RandomStream Stream = RandomStream.For(7, "test", 3);

    // kat_vectors of the Random123 distribution, philox4x32 with 10 rounds: counter, key, result.
    [TestCase(0u, 0u, 0ul, 0ul, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [TestCase(0xffffffffu, 0xffffffffu, 0xfffffffffffffffful, 0xfffffffffffffffful, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [TestCase(0x243f6a88u, 0x85a308d3u, 0x0370734413198a2eul, 0x299f31d0a4093822ul, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Words_are_those_of_Random123(uint block, uint purpose, ulong step, ulong seed, uint[] expected)
    {
        var words = new uint[4];
        Philox.Fill(new RandomStream(seed, purpose, step), 4L * block, words);
        Assert.That(words, Is.EqualTo(expected));
    }

    [Test]
    public void A_part_equals_the_same_part_of_the_whole([Values(0, 1, 2, 3, 255, 256, 1001)] int start, [Values(0, 1, 2, 5, 300, 777)] int count)
    {
        var words = new uint[2000];
        var singles = new float[2000];
        var doubles = new double[2000];
        var normals = new double[2000];
        Philox.Fill(Stream, words);
        Philox.Uniform(Stream, singles);
        Philox.Uniform(Stream, doubles);
        Philox.Normal(Stream, normals);

        var wordPart = new uint[count];
        var singlePart = new float[count];
        var doublePart = new double[count];
        var normalPart = new double[count];
        Philox.Fill(Stream, start, wordPart);
        Philox.Uniform(Stream, start, singlePart);
        Philox.Uniform(Stream, start, doublePart);
        Philox.Normal(Stream, start, normalPart);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wordPart, Is.EqualTo(words[start..(start + count)]));
            Assert.That(singlePart, Is.EqualTo(singles[start..(start + count)]));
            Assert.That(doublePart, Is.EqualTo(doubles[start..(start + count)]));
            Assert.That(normalPart, Is.EqualTo(normals[start..(start + count)]));
        }
    }

    [Test]
    public void Single_precision_follows_double_precision()
    {
        var singles = new float[1000];
        var doubles = new double[1000];
        Philox.Uniform(Stream, singles);
        Philox.Uniform(Stream, doubles);
        Assert.That(singles, Is.EqualTo(doubles.Select(value => (float)(Math.Floor(value * (1 << 24)) / (1 << 24)))));
        Philox.Normal(Stream, singles);
        Philox.Normal(Stream, doubles);
        Assert.That(singles, Is.EqualTo(doubles.Select(value => (float)value)));
    }

    [Test]
    public void Uniform_numbers_have_the_moments_of_the_unit_interval()
    {
        var values = new float[1 << 20];
        Philox.Uniform(Stream, values);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(values.Min(), Is.GreaterThanOrEqualTo(0));
            Assert.That(values.Max(), Is.LessThan(1));
            // Five standard errors of each moment's estimate from 2²⁰ numbers.
            Assert.That(values.Average(v => (double)v), Is.EqualTo(0.5).Within(0.0015));
            Assert.That(values.Average(v => (v - 0.5) * (v - 0.5)), Is.EqualTo(1 / 12.0).Within(0.0004));
        }
    }

    [TestCase(-3, 0.00134989803163)]
    [TestCase(-2, 0.02275013194818)]
    [TestCase(-1, 0.15865525393146)]
    [TestCase(-0.5, 0.30853753872599)]
    [TestCase(0, 0.5)]
    [TestCase(0.5, 0.69146246127401)]
    [TestCase(1, 0.84134474606854)]
    [TestCase(2, 0.97724986805182)]
    [TestCase(3, 0.99865010196837)]
    public void Normal_numbers_lie_below_x_as_often_as_the_error_function_says(double x, double expected)
    {
        var values = new double[1 << 18];
        Philox.Normal(Stream, values);
        var fraction = values.Count(v => v < x) / (double)values.Length;
        Assert.That(fraction, Is.EqualTo(expected).Within(5 * Math.Sqrt(expected * (1 - expected) / values.Length)));
    }

    [Test]
    public void Normal_numbers_are_those_of_Box_and_Muller_by_the_system_functions()
    {
        var words = new uint[1 << 16];
        var values = new double[words.Length];
        Philox.Fill(Stream, words);
        Philox.Normal(Stream, values);
        for (var i = 0; i < words.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log((words[i] + 1.0) / (1L << 32)));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * words[i + 1] / (1L << 32));
            // The system's angle near a whole turn is itself rounded, by up to 4e-16.
            Assert.That(values[i], Is.EqualTo(radius * cosine).Within(1e-14));
            Assert.That(values[i + 1], Is.EqualTo(radius * sine).Within(1e-14));
        }
    }

    [Test]
    public void Normal_numbers_have_the_same_bits_on_every_machine()
    {
        var values = new double[1 << 16];
        Philox.Normal(Stream, values);
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
        Assert.That(hash, Is.EqualTo("efe58fa8e7bfd84fa4de586dca5155e40d2de2ce1a2bad55457ad0692faab099"));
    }

    [Test]
    public void Seed_purpose_and_step_each_change_the_numbers()
    {
        RandomStream[] streams = [Stream, Stream with { Seed = 8 }, Stream with { Purpose = 1 }, Stream with { Step = 4 }, Stream with { Step = 3 + (1ul << 32) }];
        var first = streams.Select(stream =>
        {
            var word = new uint[1];
            Philox.Fill(stream, word);
            return word[0];
        });
        Assert.That(first, Is.Unique);
    }

    [TestCase(0), TestCase(1), TestCase(2), TestCase(1000)]
    public void A_permutation_holds_each_number_once(int n)
    {
        Assert.That(Philox.Permutation(Stream, n).Order(), Is.EqualTo(Enumerable.Range(0, n)));
    }

    [Test]
    public void Every_permutation_is_equally_likely()
    {
        const int Draws = 24_000;
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < Draws; i++)
        {
            var order = string.Concat(Philox.Permutation(Stream with { Step = (ulong)i }, 4));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand.
        var expected = Draws / 24.0;
        Assert.That(counts, Has.Count.EqualTo(24));
        Assert.That(counts.Values.Sum(count => (count - expected) * (count - expected) / expected), Is.LessThan(49.7));
    }

    [Test]
    public void A_sequence_reads_the_stream_in_order()
    {
        var words = new uint[9];
        Philox.Fill(Stream, words);
        var sequence = new PhiloxSequence(Stream);
        Assert.That(words.Select(_ => sequence.NextWord()).ToArray(), Is.EqualTo(words));
    }

    [Test]
    public void Bounded_numbers_are_unbiased()
    {
        // With this bound every second product would be off by a third if the uneven remainder were kept.
        const int Bound = 3 << 29, Draws = 90_000;
        var sequence = new PhiloxSequence(Stream);
        var thirds = new int[3];
        for (var i = 0; i < Draws; i++)
        {
            var value = sequence.NextBelow(Bound);
            Assert.That(value, Is.InRange(0, Bound - 1));
            thirds[value % 3]++;
        }
        Assert.That(thirds, Is.All.EqualTo(Draws / 3).Within(5 * Math.Sqrt(Draws * 2 / 9.0)));
    }

    [Test]
    public void Elements_outside_the_stream_are_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Philox.Fill(Stream, -1, new uint[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Philox.Fill(Stream, Philox.StreamLength, new uint[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Philox.Normal(Stream, Philox.StreamLength - 1, new float[1]), Throws.Nothing);
        }
    }
}
