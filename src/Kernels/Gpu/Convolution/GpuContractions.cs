using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The contractions on the GPU: tables cached by geometry, the choice of kernels and tiles, and padding of the batch.</summary>
sealed class GpuContractions(GpuMemory memory, GpuScratch scratch, ContractionPrecision precision)
{
    /// <summary>The batch is padded to a multiple of this: two Float4, one slab of BackwardWeights.</summary>
    const int BatchMultiple = 8;

    const int Warp = 32;

    /// <summary>The fewest slabs in a part of a masked product.</summary>
    const int LeastSlabs = 4;

    /// <summary>The fewest tiles of columns in a part of masked BackwardWeights.</summary>
    const int LeastTiles = 2;

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
            DenseWeight(tables, wideX, wideY, w.Values.Floats());
            return;
        }
        if (GpuCrossover.IsMasked(pattern, shape.OutChannels, precision))
        {
            MaskedWeight(tables, wideX, wideY, pattern, w.Values.Floats());
            return;
        }
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        DenseWeight(tables, wideX, wideY, dense);
        _session.LaunchOver(new GatherJob(pattern.IndexView(memory), dense, w.Values.Floats()), pattern.Count);
    }

    void Multiply(GatherTables tables, Tensor source, in Weight w, Tensor target)
    {
        var wideSource = Widen(source, tables, GpuScratch.Piece.Source);
        var direct = tables.Batch == tables.Gather.Batch && target.IsAligned();
        var wideTarget = direct ? target.Floats() : scratch.Borrow<float>(GpuScratch.Piece.Target, target.Count / tables.Gather.Batch * tables.Batch);
        if (GpuCrossover.IsMasked(w.Pattern, tables.Gather.TargetChannels, precision)) MultiplyMasked(tables, wideSource, w.Pattern!, w.Values.Floats(), wideTarget);
        else MultiplyDense(tables, wideSource, Dense(w), wideTarget);
        if (!direct) _session.LaunchOver(new NarrowJob(wideTarget, target.Floats(), tables.Gather.Batch, tables.Batch), target.Count);
    }

    void MultiplyDense(GatherTables tables, ArrayView<float> source, ArrayView<float> weight, ArrayView<float> target)
    {
        var gather = tables.Gather;
        var (columns, phases) = (tables.MostPixels * tables.Batch, gather.Phases.Length);
        var choice = TileChoice.OfProduct(gather.TargetChannels, columns, phases, tables.MostTerms, _session, precision);
        var rows = (gather.TargetChannels + choice.Rows - 1) / choice.Rows;
        var weights = Pack(tables, weight, rows * choice.Rows).Cast<Float4>();
        var parts = choice.Splits == 1 ? target : scratch.Borrow<float>(GpuScratch.Piece.Parts, choice.Splits * target.Length);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, rows, phases * choice.Splits);
        var product = new Product(tables.Geometry, weights, rows * choice.Rows, source.Cast<Float4>(), parts.Cast<Float4>(), choice.Splits);
        switch (choice)
        {
            case { OnTensorCores: true, Rows: 128 }: _session.Launch(new TensorProductJob<TensorTile128>(product), groups, choice.Threads); break;
            case { OnTensorCores: true }: _session.Launch(new TensorProductJob<TensorTile64>(product), groups, choice.Threads); break;
            case { Rows: 128 }: _session.Launch(new DenseProductJob<Tile128x128>(product), groups, choice.Threads); break;
            case { Rows: 64, Columns: 128 }: _session.Launch(new DenseProductJob<Tile64x128>(product), groups, choice.Threads); break;
            case { Rows: 64 }: _session.Launch(new DenseProductJob<Tile64x64>(product), groups, choice.Threads); break;
            default: _session.Launch(new ThinProductJob(product), groups, choice.Threads); break;
        }
        if (choice.Splits > 1) _session.LaunchOver(new SumPartsJob(parts, target, choice.Splits), target.Length);
    }

    void DenseWeight(GatherTables tables, ArrayView<float> x, ArrayView<float> y, ArrayView<float> weight)
    {
        var (rows, columns) = (tables.Gather.TargetChannels, tables.Terms);
        var choice = TileChoice.OfWeights(rows, columns, (long)tables.MostPixels * tables.Batch, _session, precision);
        var parts = choice.Splits == 1 ? weight : scratch.Borrow<float>(GpuScratch.Piece.Parts, choice.Splits * weight.Length);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, (rows + choice.Rows - 1) / choice.Rows, choice.Splits);
        var weights = new DenseWeights(tables.Geometry, x.Cast<Float4>(), y.Cast<Float4>(), columns, parts, choice.Splits);
        switch (choice)
        {
            case { OnTensorCores: true, Rows: 128 }: _session.Launch(new TensorWeightsJob<TensorTile128>(weights), groups, choice.Threads); break;
            case { OnTensorCores: true }: _session.Launch(new TensorWeightsJob<TensorTile64>(weights), groups, choice.Threads); break;
            case { Rows: 128 }: _session.Launch(new DenseWeightsJob<Tile128x128>(weights), groups, choice.Threads); break;
            case { Columns: 128 }: _session.Launch(new DenseWeightsJob<Tile64x128>(weights), groups, choice.Threads); break;
            default: _session.Launch(new DenseWeightsJob<Tile64x64>(weights), groups, choice.Threads); break;
        }
        if (choice.Splits > 1) _session.LaunchOver(new SumPartsJob(parts, weight, choice.Splits), weight.Length);
    }

    void MultiplyMasked(GatherTables tables, ArrayView<float> source, Pattern pattern, ArrayView<float> values, ArrayView<float> target)
    {
        var warps = WarpsOf(tables.Gather.TargetChannels);
        var plan = pattern.Compiled((memory, tables, warps), static (pattern, key) => new MaskedProductPlan(pattern, key.memory, key.tables.Gather, key.warps));
        var survivors = scratch.Borrow<Float2>(GpuScratch.Piece.Weights, pattern.Count);
        _session.LaunchOver(new OrderSurvivorsJob(values, plan.Order, plan.Places, survivors), pattern.Count);

        var phases = tables.Gather.Phases.Length;
        var across = (tables.MostPixels * tables.Batch + MaskedSlab.Columns - 1) / MaskedSlab.Columns;
        var splits = Splits(across * plan.Groups * phases, plan.MostSlabs / LeastSlabs, target.Length);
        var parts = splits == 1 ? target : scratch.Borrow<float>(GpuScratch.Piece.Parts, splits * target.Length);
        var product = new MaskedProduct(
            new Product(tables.Geometry, ArrayView<Float4>.Empty, 0, source.Cast<Float4>(), parts.Cast<Float4>(), splits),
            survivors, plan.RunStarts, plan.Rows, plan.MostSlabs);
        var groups = new Index3D(across, plan.Groups, phases * splits);
        switch (warps)
        {
            case 16: _session.Launch(new MaskedProductJob<Warps16>(product), groups, warps * Warp); break;
            case 8: _session.Launch(new MaskedProductJob<Warps8>(product), groups, warps * Warp); break;
            default: _session.Launch(new MaskedProductJob<Warps2>(product), groups, warps * Warp); break;
        }
        if (splits > 1) _session.LaunchOver(new SumPartsJob(parts, target, splits), target.Length);
    }

    void MaskedWeight(GatherTables tables, ArrayView<float> x, ArrayView<float> y, Pattern pattern, ArrayView<float> values)
    {
        var warps = WarpsOf(tables.Gather.TargetChannels);
        var plan = pattern.Compiled((memory, warps), static (pattern, key) => new MaskedWeightsPlan(pattern, key.memory, key.warps));
        var tiles = (tables.MostPixels * tables.Batch + MaskedSlab.Columns - 1) / MaskedSlab.Columns;
        var parts = Splits(plan.Groups, tiles / LeastTiles, pattern.Count);
        var sums = scratch.Borrow<float>(GpuScratch.Piece.Parts, (long)parts * pattern.Count);
        var weights = new MaskedWeights(tables.Geometry, x.Cast<Float4>(), y.Cast<Float4>(), plan.Slabs, plan.Pieces, plan.Places, sums, pattern.Count, parts);
        var groups = new Index3D(plan.Groups, parts, 1);
        switch (warps)
        {
            case 16: _session.Launch(new MaskedWeightsJob<Warps16>(weights), groups, warps * Warp); break;
            case 8: _session.Launch(new MaskedWeightsJob<Warps8>(weights), groups, warps * Warp); break;
            default: _session.Launch(new MaskedWeightsJob<Warps2>(weights), groups, warps * Warp); break;
        }
        _session.LaunchOver(new SumSurvivorsJob(sums, plan.Order, values, parts), pattern.Count);
    }

    /// <summary>The number of parts into which masked work is divided if there are too few groups to fill the device twice.</summary>
    /// <param name="groups">number of groups without division</param>
    /// <param name="possible">the most parts that are long enough</param>
    /// <param name="numbers">elements of each part's result</param>
    int Splits(long groups, int possible, long numbers) =>
        (int)Math.Clamp(Math.Min(4L * _session.Multiprocessors / groups, TileChoice.MostPartNumbers / numbers), 1, Math.Max(1, possible));

    /// <summary>The number of warps per group for a weight with the given number of rows.</summary>
    int WarpsOf(int rows) => Math.Min(_session.MostThreads / Warp, rows > 64 ? 16 : rows > 16 ? 8 : 2) switch { >= 16 => 16, >= 8 => 8, _ => 2 };

    /// <summary>The weight in the order in which a product reads it, target channels padded with zeros.</summary>
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

    /// <summary>The weight itself if dense; else its survivors, with zeros in place of pruned weights.</summary>
    ArrayView<float> Dense(in Weight w)
    {
        if (w.Pattern is not { } pattern) return w.Values.Floats();
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        _session.LaunchOver(new ElementwiseJob<FillStep>(new FillStep(0, dense), dense.IntLength, dense.IntLength / 4), dense.Length);
        _session.LaunchOver(new ScatterJob(pattern.IndexView(memory), w.Values.Floats(), dense), pattern.Count);
        return dense;
    }

    /// <summary>A tensor as kernels read it: aligned, with the batch padded with zeros.</summary>
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
            _tables.Add((shape, forward), tables = new(memory, forward ? Gather.Forward(shape) : Gather.BackwardData(shape), (shape.Batch + BatchMultiple - 1) / BatchMultiple * BatchMultiple));
        return tables;
    }
}
