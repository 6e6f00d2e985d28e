namespace SparseGen.Kernels.Host;

/// <summary>Steps through nested loops in order and knows the offset of each place: where rows begin in a tensor that is broadcast or reduced.</summary>
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

    /// <summary>To the next place; after the last comes the first.</summary>
    public void MoveNext()
    {
        for (var k = 0; k < _depth; k++)
        {
            Offset += _strides[k];
            if (++_indices[k] < _sizes[k]) return;
            Offset -= _strides[k] * _sizes[k];
            _indices[k] = 0;
        }
    }
}
