using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Steps through nested loops in order and knows the offset of each place: where rows begin in a tensor that is
/// broadcast or reduced.
/// </summary>
unsafe struct Walk
{
    fixed long _sizes[Shape.MaxRank];
    fixed long _strides[Shape.MaxRank];
    fixed long _indices[Shape.MaxRank];
    int _depth;

    public Walk() => Count = 1;

    /// <summary>The number of places.</summary>
    public long Count { get; private set; }

    /// <summary>The offset of the present place, in elements.</summary>
    public long Offset { get; private set; }

    /// <summary>How many places, from the present one on, lie evenly: <see cref="Stride"/> apart.</summary>
    public readonly long Stretch => _depth == 0 ? 1 : _sizes[0] - _indices[0];

    /// <summary>From one place of a stretch to the next.</summary>
    public readonly long Stride => _strides[0];

    /// <summary>Puts a loop around those there are.</summary>
    public void Surround(long size, long stride)
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

    /// <summary>Moves on by some places of the stretch; after the last place of all comes the first.</summary>
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
