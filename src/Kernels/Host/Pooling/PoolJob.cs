using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>A task computes one output row of one channel; lanes run along n.</summary>
readonly unsafe struct PoolJob<TLanes, TPooling, T>(PoolShape shape, T* x, T* y) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TPooling : struct, IPooling
    where T : unmanaged
{
    readonly int _height = shape.Input[1], _width = shape.Input[2], _batch = shape.Input[3];
    readonly int _outHeight = shape.Output[1], _outWidth = shape.Output[2];

    public int Tasks => checked(shape.Output[0] * _outHeight);

    public void Execute(int task, int worker)
    {
        var (c, i) = Math.DivRem(task, _outHeight);
        var (firstRow, endRow) = shape.Rows(i);
        var rows = x + ((long)c * _height + firstRow) * _width * _batch;
        var to = y + (long)task * _outWidth * _batch;
        for (var j = 0; j < _outWidth; j++, to += _batch)
        {
            var (first, end) = shape.Columns(j);
            var step = new PoolStep<TLanes, TPooling, T>(rows + (long)first * _batch, endRow - firstRow, end - first, _batch, (long)_width * _batch, to);
            Elementwise.Run<TLanes, PoolStep<TLanes, TPooling, T>>(step, 0, _batch);
        }
    }
}

/// <summary>y ← the pixels of one window pooled.</summary>
/// <param name="x">the window's first pixel</param>
/// <param name="rows">at least 1</param>
/// <param name="columns">at least 1</param>
/// <param name="columnStride">between a pixel and its right neighbour</param>
/// <param name="rowStride">between a pixel and the one below</param>
/// <param name="y">the output pixel</param>
readonly unsafe struct PoolStep<TLanes, TPooling, T>(T* x, int rows, int columns, int columnStride, long rowStride, T* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TPooling : struct, IPooling
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long n) where TWindow : struct, IWindow<TLanes>
    {
        var row = x + n;
        var combined = window.Load(row);
        for (var w = 1; w < columns; w++) combined = TPooling.Combine(combined, window.Load(row + (long)w * columnStride));
        for (var h = 1; h < rows; h++)
        {
            row += rowStride;
            for (var w = 0; w < columns; w++) combined = TPooling.Combine(combined, window.Load(row + (long)w * columnStride));
        }
        window.Store(y + n, TPooling.Finish(combined, rows * columns));
    }
}
