namespace SparseGen.Kernels.Host;

/// <summary>
/// Contractions of one image that the kernel covers: the weight is a matrix, (Cout) rows of (Cin·Kh·Kw), the image a vector, as
/// in the power iteration of spectral normalisation. The lanes run along the weight, which is read once; tiles of images would
/// be almost empty.
/// </summary>
static unsafe class MatrixVector<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int FloatsInTask = 64 * 1024;

    /// <summary>As many sums as stay in the first-level cache while rows of the weight are read.</summary>
    const int ColumnsInTask = 1024;

    public static bool Fits(in ConvolutionShape shape) =>
        shape.Batch == 1 && shape.OutHeight == 1 && shape.OutWidth == 1
        && shape.KernelHeight == shape.Height && shape.KernelWidth == shape.Width && shape.PadHeight == 0 && shape.PadWidth == 0;

    /// <summary>y ← w·x</summary>
    public static void Forward(WorkerTeam team, in ConvolutionShape shape, float* x, float* w, Pattern? pattern, float* y)
    {
        team.Run(new RowsOf(shape, pattern, x, w, y, gradient: false), RowsOf.Tasks(shape));
    }

    /// <summary>w ← y·xᵀ; for a masked weight, of the survivors only.</summary>
    public static void BackwardWeights(WorkerTeam team, in ConvolutionShape shape, float* x, float* y, float* w, Pattern? pattern)
    {
        team.Run(new RowsOf(shape, pattern, x, w, y, gradient: true), RowsOf.Tasks(shape));
    }

    /// <summary>x ← wᵀ·y</summary>
    public static void BackwardData(WorkerTeam team, in ConvolutionShape shape, float* y, float* w, Pattern? pattern, float* x)
    {
        if (pattern is not null) AddSurvivors(pattern, w, y, x, Columns(shape));
        else team.Run(new ColumnsOf(shape, w, y, x), (Columns(shape) + ColumnsInTask - 1) / ColumnsInTask);
    }

    static int Columns(in ConvolutionShape shape) => shape.InChannels * shape.KernelHeight * shape.KernelWidth;

    /// <summary>Executed by one thread, since survivors of different rows add to the same sums, and the work is small.</summary>
    static void AddSurvivors(Pattern pattern, float* w, float* y, float* x, int columns)
    {
        new Span<float>(x, columns).Clear();
        var indices = pattern.Indices;
        for (var row = 0; row < pattern.RowStarts.Length - 1; row++)
            for (var i = pattern.RowStarts[row]; i < pattern.RowStarts[row + 1]; i++) x[indices[i] - row * columns] += w[i] * y[row];
    }

    /// <summary>A task computes some rows: the dot product of each with x, or y times x.</summary>
    readonly struct RowsOf(ConvolutionShape shape, Pattern? pattern, float* x, float* w, float* y, bool gradient) : IJob
    {
        readonly int _columns = Columns(shape);

        public static int Tasks(in ConvolutionShape shape) => (shape.OutChannels + InTask(shape) - 1) / InTask(shape);

        static int InTask(in ConvolutionShape shape) => Math.Max(1, FloatsInTask / Math.Max(1, Columns(shape)));

        public void Execute(int task, int worker)
        {
            var rows = InTask(shape);
            var end = Math.Min((task + 1) * rows, shape.OutChannels);
            for (var row = task * rows; row < end; row++)
                if (pattern is not null) Survivors(pattern, row);
                else if (gradient) Scale(x, y[row], w + (long)row * _columns, _columns);
                else y[row] = Dot(x, w + (long)row * _columns, _columns);
        }

        void Survivors(Pattern pattern, int row)
        {
            var (first, end, start) = (pattern.RowStarts[row], pattern.RowStarts[row + 1], row * _columns);
            var indices = pattern.Indices;
            if (gradient)
            {
                for (var i = first; i < end; i++) w[i] = y[row] * x[indices[i] - start];
                return;
            }
            var (even, odd) = (0f, 0f);
            for (var i = first; i + 1 < end; i += 2)
            {
                even += w[i] * x[indices[i] - start];
                odd += w[i + 1] * x[indices[i + 1] - start];
            }
            if ((end - first) % 2 != 0) even += w[end - 1] * x[indices[end - 1] - start];
            y[row] = even + odd;
        }
    }

    /// <summary>A task computes some columns: the sum over all rows, each times its element of y.</summary>
    readonly struct ColumnsOf(ConvolutionShape shape, float* w, float* y, float* x) : IJob
    {
        readonly int _columns = Columns(shape);

        public void Execute(int task, int worker)
        {
            var first = task * ColumnsInTask;
            var count = Math.Min(ColumnsInTask, _columns - first);
            new Span<float>(x + first, count).Clear();
            for (var row = 0; row < shape.OutChannels; row++) AddScaled(w + (long)row * _columns + first, y[row], x + first, count);
        }
    }

    static float Dot(float* a, float* b, int count)
    {
        var (sum0, sum1, sum2, sum3) = (default(TLanes), default(TLanes), default(TLanes), default(TLanes));
        var i = 0;
        for (; i + 4 * TLanes.Count <= count; i += 4 * TLanes.Count)
        {
            sum0.AddProduct(TLanes.Load(a + i), TLanes.Load(b + i));
            sum1.AddProduct(TLanes.Load(a + i + TLanes.Count), TLanes.Load(b + i + TLanes.Count));
            sum2.AddProduct(TLanes.Load(a + i + 2 * TLanes.Count), TLanes.Load(b + i + 2 * TLanes.Count));
            sum3.AddProduct(TLanes.Load(a + i + 3 * TLanes.Count), TLanes.Load(b + i + 3 * TLanes.Count));
        }
        for (; i < count; i += TLanes.Count)
        {
            var rest = TLanes.First(Math.Min(TLanes.Count, count - i));
            sum0.AddProduct(TLanes.Load(a + i, rest), TLanes.Load(b + i, rest));
        }
        return TLanes.Sum((sum0 + sum1) + (sum2 + sum3));
    }

    /// <summary>sum ← sum + factor·a</summary>
    static void AddScaled(float* a, float factor, float* sum, int count)
    {
        var factors = TLanes.Create(factor);
        var i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) TLanes.MultiplyAdd(factors, TLanes.Load(a + i), TLanes.Load(sum + i)).Store(sum + i);
        if (i == count) return;
        var rest = TLanes.First(count - i);
        TLanes.MultiplyAdd(factors, TLanes.Load(a + i, rest), TLanes.Load(sum + i, rest)).Store(sum + i, rest);
    }

    /// <summary>product ← factor·a</summary>
    static void Scale(float* a, float factor, float* product, int count)
    {
        var factors = TLanes.Create(factor);
        var i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) (factors * TLanes.Load(a + i)).Store(product + i);
        if (i == count) return;
        var rest = TLanes.First(count - i);
        (factors * TLanes.Load(a + i, rest)).Store(product + i, rest);
    }
}
