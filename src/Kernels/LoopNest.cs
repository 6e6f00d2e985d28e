namespace SparseGen.Kernels;

/// <summary>
/// The loops over a shape, innermost first, with the strides of two tensors that broadcast to it: 0 in dimensions in which the
/// tensor repeats. Loops of size 1 are omitted, and adjacent loops along which both tensors have constant strides are merged.
/// </summary>
unsafe struct LoopNest
{
    fixed long _sizes[Shape.MaxRank];
    fixed long _stepsX[Shape.MaxRank];
    fixed long _stepsY[Shape.MaxRank];

    public LoopNest(in Shape whole, in Shape x, in Shape y)
    {
        var (strideX, strideY) = (1L, 1L);
        for (var d = whole.Rank - 1; d >= 0; d--)
        {
            if (whole[d] == 1) continue;
            AddOuterLoop(whole[d], x[d] == 1 ? 0 : strideX, y[d] == 1 ? 0 : strideY);
            strideX *= x[d];
            strideY *= y[d];
        }
        if (Depth == 0) AddOuterLoop(1, 1, 1);
    }

    /// <summary>The number of loops, at least 1.</summary>
    public int Depth { get; private set; }

    public readonly long Size(int loop) => _sizes[loop];

    public readonly long StepX(int loop) => _stepsX[loop];

    public readonly long StepY(int loop) => _stepsY[loop];

    void AddOuterLoop(long size, long stepX, long stepY)
    {
        var last = Depth - 1;
        if (last >= 0 && stepX == _stepsX[last] * _sizes[last] && stepY == _stepsY[last] * _sizes[last])
        {
            _sizes[last] *= size;
            return;
        }
        _sizes[Depth] = size;
        _stepsX[Depth] = stepX;
        _stepsY[Depth] = stepY;
        Depth++;
    }
}
