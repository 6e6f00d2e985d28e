using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>
/// A pattern as a bitmap in groups of sixteen weights, with the number of survivors before each group. Any range of a weight
/// can be expanded from its survivors, or compressed to them, in one pass.
/// </summary>
sealed unsafe class SurvivorMap
{
    const int Group = 16;

    /// <summary>One more group than the weight has, so that two groups can always be read together.</summary>
    readonly ushort* _masks;

    readonly int* _starts;

    /// <summary>The pinned arrays to which the pointers refer.</summary>
    readonly Array[] _memory;

    SurvivorMap(Pattern pattern)
    {
        var groups = (int)((pattern.Shape.Count + Group - 1) / Group) + 1;
        var masks = GC.AllocateArray<ushort>(groups, pinned: true);
        var starts = GC.AllocateArray<int>(groups, pinned: true);
        foreach (var index in pattern.Indices) masks[index / Group] |= (ushort)(1 << index % Group);
        for (var g = 1; g < groups; g++) starts[g] = starts[g - 1] + BitOperations.PopCount(masks[g - 1]);
        _memory = [masks, starts];
        _masks = (ushort*)Unsafe.AsPointer(ref masks[0]);
        _starts = (int*)Unsafe.AsPointer(ref starts[0]);
    }

    /// <summary>The map of a pattern, cached with it.</summary>
    public static SurvivorMap Of(Pattern pattern) => pattern.Compiled(nameof(SurvivorMap), static (pattern, _) => new SurvivorMap(pattern));

    /// <summary>to[k] = the weight at C-order index first + k, 0 if it does not survive; k &lt; count.</summary>
    /// <param name="values">all survivors</param>
    /// <param name="first">a C-order index</param>
    /// <param name="count">number of weights</param>
    /// <param name="to">overwritten</param>
    public void Expand(float* values, int first, int count, float* to)
    {
        values += Start(first);
        int place = first, end = first + count;
        for (; place + Group <= end; place += Group, to += Group) values += ExpandGroup(values, place, to);
        if (place < end) ExpandPart(values, place, end, to);
    }

    /// <summary>Expands a block of a matrix: <see cref="Expand(float*, int, int, float*)"/> of each of its rows.</summary>
    /// <param name="values">all survivors</param>
    /// <param name="first">C-order index of the block's first weight</param>
    /// <param name="stride">between the matrix's rows</param>
    /// <param name="rows">of the block</param>
    /// <param name="columns">of the block</param>
    /// <param name="to">(rows, columns); overwritten</param>
    public void Expand(float* values, int first, int stride, int rows, int columns, float* to)
    {
        if (columns == stride) (rows, columns) = (1, rows * columns);
        for (var r = 0; r < rows; r++) Expand(values, first + r * stride, columns, to + (long)r * columns);
    }

    /// <summary>The survivors among <paramref name="count"/> weights from <paramref name="first"/> on ← from[0 …].</summary>
    /// <param name="from">dense</param>
    /// <param name="first">a C-order index</param>
    /// <param name="count">number of weights</param>
    /// <param name="values">all survivors</param>
    public void Compress(float* from, int first, int count, float* values)
    {
        var last = values + Start(first + count) - Group;
        values += Start(first);
        int place = first, end = first + count;
        // Sixteen values are written even if fewer survive; the next group overwrites the surplus. The last groups may not write past their
        // survivors.
        for (; place + Group <= end && values <= last; place += Group, from += Group) values += CompressGroup(from, place, values);
        for (; place < end; place += Group, from += Group) values += CompressPart(from, place, Math.Min(end, place + Group), values);
    }

    /// <summary>Compresses a block of a matrix: <see cref="Compress(float*, int, int, float*)"/> of each of its rows.</summary>
    /// <param name="from">(rows, fromStride)</param>
    /// <param name="fromStride">between rows, in floats</param>
    /// <param name="first">C-order index of the block's first weight</param>
    /// <param name="stride">between the matrix's rows</param>
    /// <param name="rows">of the block</param>
    /// <param name="columns">of the block</param>
    /// <param name="values">all survivors</param>
    public void Compress(float* from, long fromStride, int first, int stride, int rows, int columns, float* values)
    {
        if (columns == stride && columns == fromStride) (rows, columns) = (1, rows * columns);
        for (var r = 0; r < rows; r++) Compress(from + r * fromStride, first + r * stride, columns, values);
    }

    /// <summary>The number of survivors before a C-order index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Start(int place) => _starts[(uint)place / Group] + BitOperations.PopCount(_masks[(uint)place / Group] & (1u << place % Group) - 1);

    /// <summary>Expands sixteen weights.</summary>
    /// <param name="values">the survivors from <paramref name="place"/> on</param>
    /// <param name="place">C-order index of the first weight</param>
    /// <param name="to">overwritten</param>
    /// <returns>The number of survivors among them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int ExpandGroup(float* values, int place, float* to)
    {
        var bits = Bits(place);
        if (Avx512F.IsSupported) Avx512F.ExpandLoad(values, Mask(bits), default).Store(to);
        else ExpandBits(values, bits, Group, to);
        return BitOperations.PopCount(bits);
    }

    /// <summary>Expands fewer than sixteen weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int ExpandPart(float* values, int place, int end, float* to)
    {
        var rest = Lowest(end - place);
        var bits = Bits(place) & rest;
        if (Avx512F.IsSupported) Avx512F.MaskStore(to, Mask(rest), Avx512F.ExpandLoad(values, Mask(bits), default));
        else ExpandBits(values, bits, end - place, to);
        return BitOperations.PopCount(bits);
    }

    /// <summary>Compresses sixteen weights. Sixteen values are written even if fewer survive.</summary>
    /// <returns>The number of survivors among them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int CompressGroup(float* from, int place, float* values)
    {
        var bits = Bits(place);
        if (Avx512F.IsSupported) Avx512F.Compress(default, Mask(bits), Vector512.Load(from)).Store(values);
        else CompressBits(from, bits, values);
        return BitOperations.PopCount(bits);
    }

    /// <summary>Compresses at most sixteen weights. Only survivors are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int CompressPart(float* from, int place, int end, float* values)
    {
        var rest = Lowest(end - place);
        var bits = Bits(place) & rest;
        var survivors = BitOperations.PopCount(bits);
        if (Avx512F.IsSupported) Avx512F.MaskStore(values, Mask(Lowest(survivors)), Avx512F.Compress(default, Mask(bits), Avx512F.MaskLoad(from, Mask(rest), default)));
        else CompressBits(from, bits, values);
        return survivors;
    }

    static void ExpandBits(float* values, uint bits, int count, float* to)
    {
        for (var k = 0; k < count; k++, bits >>= 1) to[k] = (bits & 1) != 0 ? *values++ : 0;
    }

    static void CompressBits(float* from, uint bits, float* values)
    {
        for (; bits != 0; bits &= bits - 1) *values++ = from[BitOperations.TrailingZeroCount(bits)];
    }

    /// <summary>The bits of the next sixteen weights, set for survivors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    uint Bits(int place) => *(uint*)(_masks + (uint)place / Group) >> place % Group & 0xffff;

    static uint Lowest(int count) => (1u << count) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Mask(uint bits)
    {
        var places = Vector512.Create(1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        return Vector512.Equals(Vector512.Create((int)bits) & places, places).AsSingle();
    }

    /// <summary>Expands a block of a matrix in small steps.</summary>
    /// <remarks>Only about half of its time is hidden behind the multiply-adds, which occupy two of the four vector ports that it uses.</remarks>
    public struct Expansion : ISideWork
    {
        const int GroupsInStep = 4;

        readonly SurvivorMap _map;
        readonly int _skip;
        readonly int _columns;
        readonly float* _all;
        float* _values;
        float* _to;
        int _place;
        int _end;
        int _rows;

        /// <inheritdoc cref="Expand(float*, int, int, int, int, float*)"/>
        public Expansion(SurvivorMap map, float* values, int first, int stride, int rows, int columns, float* to)
        {
            if (columns == stride) (rows, columns, stride) = (Math.Min(rows, 1), rows * columns, rows * columns);
            (_map, _skip, _columns, _rows) = (map, stride - columns, columns, rows);
            (_place, _end) = (first, first + columns);
            _all = values;
            _values = rows > 0 ? values + map.Start(first) : values;
            _to = to;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step()
        {
            for (var i = 0; i < GroupsInStep && _rows > 0; i++) One();
        }

        public void Finish()
        {
            while (_rows > 0) One();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void One()
        {
            var count = _end - _place;
            if (count >= Group)
            {
                _values += _map.ExpandGroup(_values, _place, _to);
                _to += Group;
                _place += Group;
                if (count > Group) return;
            }
            else
            {
                _map.ExpandPart(_values, _place, _end, _to);
                _to += count;
            }
            _rows--;
            _place = _end + _skip;
            _end = _place + _columns;
            if (_rows > 0) _values = _all + _map.Start(_place);
        }
    }
}
