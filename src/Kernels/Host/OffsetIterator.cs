using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Iterates over the offsets of nested loops, innermost loop first: the starts of the rows of a tensor that is broadcast or
/// reduced.
/// </summary>
unsafe struct OffsetIterator
{
    fixed long _sizes[Shape.MaxRank];
    fixed long _strides[Shape.MaxRank];
    fixed long _indices[Shape.MaxRank];
    int _depth;

    public OffsetIterator() => Count = 1;

    /// <summary>The number of iterations.</summary>
    public long Count { get; private set; }

    /// <summary>The offset of the current iteration, in elements.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of iterations from the current one on whose offsets are <see cref="Stride"/> apart.</summary>
    public readonly long RunLength => _depth == 0 ? 1 : _sizes[0] - _indices[0];

    /// <summary>The stride of the innermost loop.</summary>
    public readonly long Stride => _strides[0];

    /// <summary>Adds a loop around the present ones.</summary>
    public void AddOuterLoop(long size, long stride)
    {
        _sizes[_depth] = size;
        _strides[_depth] = stride;
        _depth++;
        Count *= size;
    }

    public void MoveTo(long place)
    {
        Offset = 0;
        for (var k = 0; k < _depth; k++)
        {
            _indices[k] = place % _sizes[k];
            place /= _sizes[k];
            Offset += _indices[k] * _strides[k];
        }
    }

    /// <summary>Advances by some iterations, at most <see cref="RunLength"/>. The last iteration is followed by the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long places)
    {
        for (var k = 0; k < _depth; k++)
        {
            _indices[k] += places;
            Offset += places * _strides[k];
            if (_indices[k] < _sizes[k]) return;
            Offset -= _indices[k] * _strides[k];
            _indices[k] = 0;
            places = 1;
        }
    }
}
