using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>A pattern as bits, sixteen weights in a group, with the number of survivors before each group: any stretch of a weight is expanded from its survivors, or compressed to them, in one pass.</summary>
sealed unsafe class SurvivorMap
{
    const int Group = 16;

    /// <summary>One group more than there are, so that two can always be read together.</summary>
    readonly ushort[] _masks;

    readonly int[] _starts;

    SurvivorMap(Pattern pattern)
    {
        var groups = (int)((pattern.Shape.Count + Group - 1) / Group) + 1;
        _masks = new ushort[groups];
        _starts = new int[groups];
        foreach (var index in pattern.Indices) _masks[index / Group] |= (ushort)(1 << index % Group);
        for (var g = 1; g < groups; g++) _starts[g] = _starts[g - 1] + BitOperations.PopCount(_masks[g - 1]);
    }

    /// <summary>Kept with the pattern.</summary>
    public static SurvivorMap Of(Pattern pattern) => pattern.Compiled(nameof(SurvivorMap), static (pattern, _) => new SurvivorMap(pattern));

    /// <summary>to[k] = the weight at first + k, 0 where it does not survive; k &lt; count.</summary>
    /// <param name="values">all survivors</param><param name="first">the place in C order</param><param name="count">how many weights</param><param name="to">overwritten</param>
    public void Expand(float* values, int first, int count, float* to)
    {
        values += Start(first);
        if (!Avx512F.IsSupported)
        {
            for (var k = 0; k < count; k++) to[k] = Survives(first + k) ? *values++ : 0;
            return;
        }
        fixed (ushort* masks = _masks)
        {
            var (place, end) = ((uint)first, (uint)(first + count));
            for (; place + Group <= end; place += Group, to += Group)
            {
                var bits = Bits(masks, place);
                Avx512F.ExpandLoad(values, Mask(bits), default).Store(to);
                values += BitOperations.PopCount(bits);
            }
            if (place == end) return;
            var rest = Lowest(end - place);
            Avx512F.MaskStore(to, Mask(rest), Avx512F.ExpandLoad(values, Mask(Bits(masks, place) & rest), default));
        }
    }

    /// <summary>The survivors among <paramref name="count"/> weights from <paramref name="first"/> on ← from[0 …].</summary>
    /// <param name="from">dense</param><param name="first">the place in C order</param><param name="count">how many weights</param><param name="values">all survivors</param>
    public void Compress(float* from, int first, int count, float* values)
    {
        var last = values + Start(first + count) - Group;
        values += Start(first);
        if (!Avx512F.IsSupported)
        {
            for (var k = 0; k < count; k++)
                if (Survives(first + k)) *values++ = from[k];
            return;
        }
        fixed (ushort* masks = _masks)
        {
            var (place, end) = ((uint)first, (uint)(first + count));
            // What is written too much is overwritten by the next group; behind the last one it would belong to somebody else.
            for (; place + Group <= end && values <= last; place += Group, from += Group)
            {
                var bits = Bits(masks, place);
                Avx512F.Compress(default, Mask(bits), Vector512.Load(from)).Store(values);
                values += BitOperations.PopCount(bits);
            }
            for (; place < end; place += Group, from += Group)
            {
                var rest = Lowest(Math.Min(Group, end - place));
                var bits = Bits(masks, place) & rest;
                var survivors = BitOperations.PopCount(bits);
                Avx512F.MaskStore(values, Mask(Lowest((uint)survivors)), Avx512F.Compress(default, Mask(bits), Avx512F.MaskLoad(from, Mask(rest), default)));
                values += survivors;
            }
        }
    }

    /// <summary>How many survive before a place.</summary>
    int Start(int place) => _starts[place / Group] + BitOperations.PopCount(_masks[place / Group] & (1u << place % Group) - 1);

    bool Survives(int place) => (_masks[place / Group] >> place % Group & 1) != 0;

    /// <summary>Which of the next sixteen weights survive.</summary>
    static uint Bits(ushort* masks, uint place) => *(uint*)(masks + place / Group) >> (int)(place % Group) & 0xffff;

    static uint Lowest(uint count) => (1u << (int)count) - 1;

    static Vector512<float> Mask(uint bits)
    {
        var places = Vector512.Create(1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        return Vector512.Equals(Vector512.Create((int)bits) & places, places).AsSingle();
    }
}
