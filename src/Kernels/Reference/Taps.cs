namespace SparseGen.Kernels.Reference;

/// <summary>
/// Enumerates all pairs of a stored weight w[o,c,u,v] and an output pixel (i, j) whose input pixel (i·s−p+u, j·s−p+v) lies
/// inside the image: the terms of t(x, w, y) = Σ y · (w ⋆ x), except for the sum over the batch.
/// </summary>
/// <param name="pattern">null for a dense weight</param>
ref struct Taps(in ConvolutionShape shape, Pattern? pattern)
{
    readonly ConvolutionShape _shape = shape;
    readonly ReadOnlySpan<int> _survivors = pattern is null ? default : pattern.Indices;
    readonly int _count = pattern?.Count ?? checked((int)shape.Weight.Count);
    int _k = -1;
    int _i = shape.OutHeight - 1;
    int _j = shape.OutWidth - 1;

    /// <summary>The index of the stored weight, and the positions of the first of the N values of its input pixel and of its output pixel.</summary>
    public (int K, int X, int Y) Current { get; private set; }

    public readonly Taps GetEnumerator() => this;

    public bool MoveNext()
    {
        while (Advance())
        {
            var index = _survivors.IsEmpty ? _k : _survivors[_k];
            var v = index % _shape.KernelWidth;
            var u = index / _shape.KernelWidth % _shape.KernelHeight;
            var c = index / (_shape.KernelWidth * _shape.KernelHeight) % _shape.InChannels;
            var o = index / (_shape.KernelWidth * _shape.KernelHeight * _shape.InChannels);
            var h = _i * _shape.StrideHeight - _shape.PadHeight + u;
            var w = _j * _shape.StrideWidth - _shape.PadWidth + v;
            if (h < 0 || h >= _shape.Height || w < 0 || w >= _shape.Width) continue;
            Current = (_k,
                ((c * _shape.Height + h) * _shape.Width + w) * _shape.Batch,
                ((o * _shape.OutHeight + _i) * _shape.OutWidth + _j) * _shape.Batch);
            return true;
        }
        return false;
    }

    /// <summary>Advances to the next (k, i, j), j innermost.</summary>
    bool Advance()
    {
        if (++_j < _shape.OutWidth) return true;
        _j = 0;
        if (++_i < _shape.OutHeight) return true;
        _i = 0;
        return ++_k < _count;
    }
}
