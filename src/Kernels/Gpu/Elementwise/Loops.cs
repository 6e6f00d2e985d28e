namespace SparseGen.Kernels.Gpu;

/// <summary>
/// The loops of a <see cref="LoopNest"/> as a kernel takes them: iteration i, innermost loop first, has an offset in each of
/// two tensors.
/// </summary>
readonly struct Loops
{
    readonly int _depth;
    readonly int _size0, _size1, _size2, _size3, _size4;
    readonly int _x0, _x1, _x2, _x3, _x4, _x5;
    readonly int _y0, _y1, _y2, _y3, _y4, _y5;

    Loops(ReadOnlySpan<Loop> loops)
    {
        _depth = Math.Max(1, loops.Length);
        (_size0, _x0, _y0) = At(loops, 0);
        (_size1, _x1, _y1) = At(loops, 1);
        (_size2, _x2, _y2) = At(loops, 2);
        (_size3, _x3, _y3) = At(loops, 3);
        (_size4, _x4, _y4) = At(loops, 4);
        (_, _x5, _y5) = At(loops, 5);
    }

    readonly record struct Loop(int Size, int X, int Y);

    public static Loops Of(in LoopNest nest)
    {
        Span<Loop> loops = stackalloc Loop[nest.Depth];
        for (var k = 0; k < loops.Length; k++) loops[k] = Read(nest, k);
        return new Loops(loops);
    }

    /// <summary>The loops with a step in y (kept), and those without (reduced).</summary>
    public static (Loops Kept, Loops Reduced) Split(in LoopNest nest)
    {
        Span<Loop> kept = stackalloc Loop[nest.Depth], reduced = stackalloc Loop[nest.Depth];
        var (keptDepth, reducedDepth) = (0, 0);
        for (var k = 0; k < nest.Depth; k++)
            if (nest.StepY(k) != 0) kept[keptDepth++] = Read(nest, k);
            else reduced[reducedDepth++] = Read(nest, k);
        return (new Loops(kept[..keptDepth]), new Loops(reduced[..reducedDepth]));
    }

    /// <summary>The innermost loop's step in x: 0 where x repeats, 1 where it is contiguous, else larger.</summary>
    public int InnermostX => _x0;

    /// <summary>The innermost loop's step in y.</summary>
    public int InnermostY => _y0;

    /// <summary>The offsets of iteration i. The size of the outermost loop is not needed.</summary>
    public (int X, int Y) Offsets(int i)
    {
        if (_depth == 1) return (i * _x0, i * _y0);
        var rest = i / _size0;
        var at = i - rest * _size0;
        var (x, y) = (at * _x0, at * _y0);
        if (_depth == 2) return (x + rest * _x1, y + rest * _y1);
        i = rest;
        rest = i / _size1;
        at = i - rest * _size1;
        x += at * _x1;
        y += at * _y1;
        if (_depth == 3) return (x + rest * _x2, y + rest * _y2);
        i = rest;
        rest = i / _size2;
        at = i - rest * _size2;
        x += at * _x2;
        y += at * _y2;
        if (_depth == 4) return (x + rest * _x3, y + rest * _y3);
        i = rest;
        rest = i / _size3;
        at = i - rest * _size3;
        x += at * _x3;
        y += at * _y3;
        if (_depth == 5) return (x + rest * _x4, y + rest * _y4);
        i = rest;
        rest = i / _size4;
        at = i - rest * _size4;
        return (x + at * _x4 + rest * _x5, y + at * _y4 + rest * _y5);
    }

    static Loop Read(in LoopNest nest, int loop) =>
        new(checked((int)nest.Size(loop)), checked((int)nest.StepX(loop)), checked((int)nest.StepY(loop)));

    static Loop At(ReadOnlySpan<Loop> loops, int loop) => loop < loops.Length ? loops[loop] : new(1, 0, 0);
}
