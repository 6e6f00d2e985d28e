using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>z ← f(x, y), row by row of a <see cref="Broadcast"/>.</summary>
readonly unsafe struct BroadcastJob<TLanes, TOperator, T> : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IBinaryOperator
    where T : unmanaged
{
    readonly TOperator _f;
    readonly T* _x, _y, _z;
    readonly Broadcast _broadcast;
    readonly Grid _grid;
    readonly bool _streams;

    public BroadcastJob(TOperator f, Tensor x, Tensor y, Tensor z)
    {
        _f = f;
        _x = x.Elements<T>();
        _y = y.Elements<T>();
        _z = z.Elements<T>();
        _broadcast = new Broadcast(x.Shape, y.Shape, z.Shape);
        _grid = new Grid(_broadcast.RowsX.Count, _broadcast.RowLength, Elementwise.Chunk);
        _streams = Streaming.IsFasterInRows(_broadcast.RowLength, z, x, y);
    }

    public int Tasks => _grid.Tasks;

    public void Execute(int task, int worker)
    {
        switch (_broadcast.XRepeats, _broadcast.YRepeats)
        {
            case (false, false): Rows<Contiguous<TLanes, T>, Contiguous<TLanes, T>>(task); break;
            case (false, true): Rows<Contiguous<TLanes, T>, Repeated<TLanes, T>>(task); break;
            case (true, false): Rows<Repeated<TLanes, T>, Contiguous<TLanes, T>>(task); break;
            case (true, true): Rows<Repeated<TLanes, T>, Repeated<TLanes, T>>(task); break;
        }
    }

    void Rows<TX, TY>(int task)
        where TX : struct, IOperand<TX, TLanes, T>
        where TY : struct, IOperand<TY, TLanes, T>
    {
        if (_streams) Loop<TX, TY, StreamingWindow<TLanes>>(task);
        else Loop<TX, TY, WholeWindow<TLanes>>(task);
    }

    [MethodImpl(Jit.Loop)]
    void Loop<TX, TY, TWindow>(int task)
        where TX : struct, IOperand<TX, TLanes, T>
        where TY : struct, IOperand<TY, TLanes, T>
        where TWindow : struct, IWindow<TLanes>
    {
        var (row, last, start, end) = _grid[task];
        var (rowX, rowY) = (_broadcast.RowsX, _broadcast.RowsY);
        rowX.MoveTo(row);
        rowY.MoveTo(row);
        for (; row <= last; row++)
        {
            var step = new BinaryStep<TLanes, TOperator, TX, TY, T>(_f, TX.At(_x + rowX.Offset), TY.At(_y + rowY.Offset), _z + row * _broadcast.RowLength);
            Elementwise.Inline<TLanes, BinaryStep<TLanes, TOperator, TX, TY, T>, TWindow>(step, start, end);
            rowX.Advance(1);
            rowY.Advance(1);
        }
    }
}
