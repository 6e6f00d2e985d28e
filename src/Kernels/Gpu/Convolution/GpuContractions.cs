using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The contraction family on the GPU: tables by geometry, kept; the choice of kernels and tiles; batches that fill no eight.</summary>
sealed class GpuContractions(GpuMemory memory, GpuScratch scratch)
{
    /// <summary>Samples are padded to a multiple of this: two fours, a slab of BackwardWeights.</summary>
    const int Eight = 8;

    const int Warp = 32;

    readonly GpuSession _session = memory.Session;
    readonly Dictionary<(ConvolutionShape, bool), GatherTables> _tables = [];

    public void Forward(in ConvolutionShape shape, Tensor x, in Weight w, Tensor y)
    {
        Contract.Convolution(shape, x, w, y);
        if (y.Count == 0) return;
        Multiply(Tables(shape, forward: true), x, w, y);
    }

    public void BackwardData(in ConvolutionShape shape, Tensor y, in Weight w, Tensor x)
    {
        Contract.Convolution(shape, x, w, y);
        if (x.Count == 0) return;
        Multiply(Tables(shape, forward: false), y, w, x);
    }

    public void BackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, in Weight w)
    {
        Contract.Convolution(shape, x, w, y);
        if (w.Values.Count == 0) return;
        var tables = Tables(shape, forward: true);
        var wideX = Widen(x, tables, GpuScratch.Piece.Source);
        var wideY = Widen(y, tables, GpuScratch.Piece.Target);
        if (w.Pattern is not { } pattern)
        {
            DenseWeights(tables, wideX, wideY, w.Values.Floats());
            return;
        }
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        DenseWeights(tables, wideX, wideY, dense);
        _session.LaunchOver(new GatherJob(pattern.IndexView(memory), dense, w.Values.Floats()), pattern.Count);
    }

    void Multiply(GatherTables tables, Tensor source, in Weight w, Tensor target)
    {
        var wideSource = Widen(source, tables, GpuScratch.Piece.Source);
        if (tables.Batch == tables.Gather.Batch && target.IsAligned())
        {
            DenseProduct(tables, wideSource, Dense(w), target.Floats());
            return;
        }
        var wide = scratch.Borrow<float>(GpuScratch.Piece.Target, target.Count / tables.Gather.Batch * tables.Batch);
        DenseProduct(tables, wideSource, Dense(w), wide);
        _session.LaunchOver(new NarrowJob(wide, target.Floats(), tables.Gather.Batch, tables.Batch), target.Count);
    }

    void DenseProduct(GatherTables tables, ArrayView<float> source, ArrayView<float> weight, ArrayView<float> target)
    {
        var gather = tables.Gather;
        var (columns, phases) = (tables.MostPixels * tables.Batch, gather.Phases.Length);
        var choice = TileChoice.OfProduct(gather.TargetChannels, columns, phases, tables.MostTerms, _session);
        var rows = (gather.TargetChannels + choice.Rows - 1) / choice.Rows;
        var weights = Pack(tables, weight, rows * choice.Rows).Cast<Float4>();
        var parts = choice.Splits == 1 ? target : scratch.Borrow<float>(GpuScratch.Piece.Parts, choice.Splits * target.Length);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, rows, phases * choice.Splits);
        var product = new Product(tables.Geometry, weights, rows * choice.Rows, source.Cast<Float4>(), parts.Cast<Float4>(), choice.Splits);
        switch (choice)
        {
            case { Rows: 128 }: _session.Launch(new DenseProductJob<Tile128x128>(product), groups, choice.Threads); break;
            case { Rows: 64, Columns: 128 }: _session.Launch(new DenseProductJob<Tile64x128>(product), groups, choice.Threads); break;
            case { Rows: 64 }: _session.Launch(new DenseProductJob<Tile64x64>(product), groups, choice.Threads); break;
            default: _session.Launch(new ThinProductJob(product), groups, choice.Threads); break;
        }
        if (choice.Splits > 1) _session.LaunchOver(new SumPartsJob(parts, target, choice.Splits), target.Length);
    }

    void DenseWeights(GatherTables tables, ArrayView<float> x, ArrayView<float> y, ArrayView<float> weight)
    {
        var (rows, columns) = (tables.Gather.TargetChannels, tables.Terms);
        var choice = TileChoice.OfWeights(rows, columns, (long)tables.MostPixels * tables.Batch, _session);
        var parts = choice.Splits == 1 ? weight : scratch.Borrow<float>(GpuScratch.Piece.Parts, choice.Splits * weight.Length);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, (rows + choice.Rows - 1) / choice.Rows, choice.Splits);
        var (fourX, fourY) = (x.Cast<Float4>(), y.Cast<Float4>());
        switch (choice)
        {
            case { Rows: 128 }: _session.Launch(new DenseWeightsJob<Tile128x128>(tables.Geometry, fourX, fourY, parts, choice.Splits), groups, choice.Threads); break;
            case { Columns: 128 }: _session.Launch(new DenseWeightsJob<Tile64x128>(tables.Geometry, fourX, fourY, parts, choice.Splits), groups, choice.Threads); break;
            default: _session.Launch(new DenseWeightsJob<Tile64x64>(tables.Geometry, fourX, fourY, parts, choice.Splits), groups, choice.Threads); break;
        }
        if (choice.Splits > 1) _session.LaunchOver(new SumPartsJob(parts, weight, choice.Splits), weight.Length);
    }

    /// <summary>The weight in the order of the product, its targets padded with zeros.</summary>
    ArrayView<float> Pack(GatherTables tables, ArrayView<float> weight, int paddedTargets)
    {
        var packed = scratch.Borrow<float>(GpuScratch.Piece.Weights, (long)tables.Terms * paddedTargets);
        var lanes = Math.Min(Warp, paddedTargets);
        var (targetStep, sourceStep) = (tables.Gather.WeightIndex(1, 0, 0), tables.Gather.WeightIndex(0, 1, 0));
        _session.LaunchOver(
            new PackJob(weight, packed, tables.Taps, targetStep, sourceStep, tables.Gather.KernelArea, tables.Gather.SourceChannels, tables.Gather.TargetChannels, paddedTargets, lanes),
            packed.Length);
        return packed;
    }

    /// <summary>The weight as it is, or a pattern filled up with zeros.</summary>
    ArrayView<float> Dense(in Weight w)
    {
        if (w.Pattern is not { } pattern) return w.Values.Floats();
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        _session.LaunchOver(new ElementwiseJob<FillStep>(new FillStep(0, dense), dense.IntLength, dense.IntLength / 4), dense.Length);
        _session.LaunchOver(new ScatterJob(pattern.IndexView(memory), w.Values.Floats(), dense), pattern.Count);
        return dense;
    }

    /// <summary>A tensor as kernels read it: aligned, with whole eights of samples, the missing ones zero.</summary>
    ArrayView<float> Widen(Tensor tensor, GatherTables tables, GpuScratch.Piece piece)
    {
        var batch = tables.Gather.Batch;
        if (batch == tables.Batch && tensor.IsAligned()) return tensor.Floats();
        var wide = scratch.Borrow<float>(piece, tensor.Count / batch * tables.Batch);
        _session.LaunchOver(new WidenJob(tensor.Floats(), wide, batch, tables.Batch), wide.Length);
        return wide;
    }

    GatherTables Tables(in ConvolutionShape shape, bool forward)
    {
        if (!_tables.TryGetValue((shape, forward), out var tables))
            _tables.Add((shape, forward), tables = new(memory, forward ? Gather.Forward(shape) : Gather.BackwardData(shape), (shape.Batch + Eight - 1) / Eight * Eight));
        return tables;
    }
}
