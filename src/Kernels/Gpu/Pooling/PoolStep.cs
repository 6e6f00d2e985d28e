namespace SparseGen.Kernels.Gpu;

/// <summary>How the pixels of a window are combined.</summary>
interface IPooling
{
    float Combine(float a, float b);

    float Finish(float combined, int pixels);
}

/// <summary>The maximum; NaN if any pixel is NaN.</summary>
readonly struct LargestPixel : IPooling
{
    public float Combine(float a, float b) => a > b || float.IsNaN(a) ? a : b;

    public float Finish(float combined, int pixels) => combined;
}

readonly struct MeanPixel : IPooling
{
    public float Combine(float a, float b) => a + b;

    public float Finish(float combined, int pixels) => combined / pixels;
}

/// <summary>The geometry of pooling as a kernel takes it.</summary>
readonly struct Window(in PoolShape shape)
{
    public readonly int KernelHeight = shape.KernelHeight, KernelWidth = shape.KernelWidth;
    public readonly int StrideHeight = shape.StrideHeight, StrideWidth = shape.StrideWidth;
    public readonly int PadHeight = shape.PadHeight, PadWidth = shape.PadWidth;
    public readonly int Height = shape.Input[1], Width = shape.Input[2], Batch = shape.Input[3];
    public readonly int OutHeight = shape.Output[1], OutWidth = shape.Output[2];
}

/// <summary>y ← the pixels of each window pooled.</summary>
readonly struct PoolStep<TPooling, TElements>(Window window, TElements x, TElements y) : IStep
    where TPooling : struct, IPooling
    where TElements : struct, IElements
{
    public void At(int index)
    {
        var pooling = default(TPooling);
        var pixel = index / window.Batch;
        var n = index - pixel * window.Batch;
        var row = pixel / window.OutWidth;
        var j = pixel - row * window.OutWidth;
        var c = row / window.OutHeight;
        var i = row - c * window.OutHeight;
        var firstRow = First(i * window.StrideHeight - window.PadHeight);
        var endRow = End(i * window.StrideHeight - window.PadHeight + window.KernelHeight, window.Height);
        var firstColumn = First(j * window.StrideWidth - window.PadWidth);
        var endColumn = End(j * window.StrideWidth - window.PadWidth + window.KernelWidth, window.Width);
        var rows = c * window.Height;
        var combined = x.Load(((rows + firstRow) * window.Width + firstColumn) * window.Batch + n);
        for (var h = firstRow; h < endRow; h++)
            for (var w = firstColumn; w < endColumn; w++)
                if (h > firstRow || w > firstColumn)
                    combined = pooling.Combine(combined, x.Load(((rows + h) * window.Width + w) * window.Batch + n));
        y.Store(index, pooling.Finish(combined, (endRow - firstRow) * (endColumn - firstColumn)));
    }

    public void AtFour(int i)
    {
        At(4 * i);
        At(4 * i + 1);
        At(4 * i + 2);
        At(4 * i + 3);
    }

    static int First(int start) => start < 0 ? 0 : start;

    static int End(int end, int size) => end > size ? size : end;
}
