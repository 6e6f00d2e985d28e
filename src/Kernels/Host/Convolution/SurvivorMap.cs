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
    readonly int _count;

    SurvivorMap(Pattern pattern)
    {
        var groups = (int)((pattern.Shape.Count + Group - 1) / Group) + 1;
        _masks = new ushort[groups];
        _starts = new int[groups];
        _count = pattern.Count;
        foreach (var index in pattern.Indices) _masks[index / Group] |= (ushort)(1 << index % Group);
        for (var g = 1; g < groups; g++) _starts[g] = _starts[g - 1] + BitOperations.PopCount(_masks[g - 1]);
    }

    /// <summary>Kept with the pattern.</summary>
    public static SurvivorMap Of(Pattern pattern) => pattern.Compiled(nameof(SurvivorMap), static (pattern, _) => new SurvivorMap(pattern));

    /// <summary>to[k] = the weight at first + k, 0 where it does not survive; k &lt; count.</summary>
    /// <param name="values">all survivors</param><param name="first">the place in C order</param><param name="count">how many weights</param><param name="to">overwritten</param>
    public void Expand(float* values, int first, int count, float* to)
    {
        var i = Start(first);
        for (; count > 0; first += Group, to += Group, count -= Group)
        {
            var bits = Bits(first, count);
            if (!Avx512F.IsSupported)
            {
                for (var k = 0; k < Math.Min(Group, count); k++) to[k] = (bits >> k & 1) != 0 ? values[i++] : 0;
                continue;
            }
            var mask = Mask(bits);
            var expanded = i + Group <= _count ? Avx512F.Expand(default, mask, Vector512.Load(values + i)) : Avx512F.ExpandLoad(values + i, mask, default);
            if (count >= Group) expanded.Store(to);
            else Avx512F.MaskStore(to, Mask((1u << count) - 1), expanded);
            i += BitOperations.PopCount(bits);
        }
    }

    /// <summary>The survivors among <paramref name="count"/> weights from <paramref name="first"/> on ← from[0 …].</summary>
    /// <param name="from">dense</param><param name="first">the place in C order</param><param name="count">how many weights</param><param name="values">all survivors</param>
    public void Compress(float* from, int first, int count, float* values)
    {
        var i = Start(first);
        var end = Start(first + count);
        for (; count > 0; first += Group, from += Group, count -= Group)
        {
            var bits = Bits(first, count);
            if (!Avx512F.IsSupported)
            {
                for (var k = 0; k < Math.Min(Group, count); k++)
                    if ((bits >> k & 1) != 0) values[i++] = from[k];
                continue;
            }
            var dense = count >= Group ? Vector512.Load(from) : Avx512F.MaskLoad(from, Mask((1u << count) - 1), default);
            var compressed = Avx512F.Compress(default, Mask(bits), dense);
            var survivors = BitOperations.PopCount(bits);
            // What is written too much is overwritten by the next group; behind the last one it would belong to somebody else.
            if (i + Group <= end) compressed.Store(values + i);
            else Avx512F.MaskStore(values + i, Mask((1u << survivors) - 1), compressed);
            i += survivors;
        }
    }

    /// <summary>How many survive before a place.</summary>
    int Start(int place) => _starts[place / Group] + BitOperations.PopCount(_masks[place / Group] & (1u << place % Group) - 1);

    /// <summary>Which of the next sixteen weights survive, of those only the first <paramref name="count"/>.</summary>
    uint Bits(int place, int count)
    {
        var group = place / Group;
        var bits = (_masks[group] | (uint)(place % Group == 0 ? 0 : _masks[group + 1]) << Group) >> place % Group & 0xffff;
        return count >= Group ? bits : bits & (1u << count) - 1;
    }

    static Vector512<float> Mask(uint bits)
    {
        var places = Vector512.Create(1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        return Vector512.Equals(Vector512.Create((int)bits) & places, places).AsSingle();
    }
}
