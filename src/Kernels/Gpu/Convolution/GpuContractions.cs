using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The contractions on the GPU: tables cached by geometry, the choice of kernels and tiles, and padding of the batch.</summary>
sealed class GpuContractions(GpuMemory memory, GpuScratch scratch, ContractionPrecision precision)
{
    /// <summary>The batch is padded to a multiple of this: one slab of BackwardWeights, and 16 bytes in BFloat16.</summary>
    const int BatchMultiple = 8;

    const int Warp = 32;

    /// <summary>The fewest slabs in a part of a masked product.</summary>
    const int LeastSlabs = 4;

    /// <summary>The fewest tiles of columns in a part of masked BackwardWeights.</summary>
    const int LeastTiles = 2;

    readonly GpuSession _session = memory.Session;
    readonly Dictionary<(ConvolutionShape, bool), GatherTables> _tables = [];

    public void Forward<TElements>(in ConvolutionShape shape, Tensor x, in Weight w, Tensor y) where TElements : struct, IElements<TElements>
    {
        Contract.Convolution(shape, x, w, y);
        if (y.Count == 0) return;
        Multiply<TElements>(Tables(shape, forward: true), x, w, y);
    }

    public void BackwardData<TElements>(in ConvolutionShape shape, Tensor y, in Weight w, Tensor x) where TElements : struct, IElements<TElements>
    {
        Contract.Convolution(shape, x, w, y);
        if (x.Count == 0) return;
        Multiply<TElements>(Tables(shape, forward: false), y, w, x);
    }

    public void BackwardWeights<TElements>(in ConvolutionShape shape, Tensor x, Tensor y, in Weight w) where TElements : struct, IElements<TElements>
    {
        Contract.Convolution(shape, x, w, y);
        if (w.Values.Count == 0) return;
        var tables = Tables(shape, forward: true);
        var wideX = Widen<TElements>(x, tables, GpuScratch.Piece.Source);
        var wideY = Widen<TElements>(y, tables, GpuScratch.Piece.Target);
        if (w.Pattern is not { } pattern)
        {
            DenseWeight(tables, wideX, wideY, w.Values.Floats());
            return;
        }
        if (GpuCrossover.IsMasked(pattern, shape.OutChannels, FormatOf<TElements>()))
        {
            MaskedWeight(tables, wideX, wideY, pattern, w.Values.Floats());
            return;
        }
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        DenseWeight(tables, wideX, wideY, dense);
        _session.LaunchOver(new GatherJob(pattern.IndexView(memory), dense, w.Values.Floats()), pattern.Count);
    }

    void Multiply<TElements>(GatherTables tables, Tensor source, in Weight w, Tensor target) where TElements : struct, IElements<TElements>
    {
        var wideSource = Widen<TElements>(source, tables, GpuScratch.Piece.Source);
        var direct = tables.Batch == tables.Gather.Batch && target.IsAlignedToWords();
        var wideTarget = direct ? target.Elements<TElements>() : scratch.Elements<TElements>(GpuScratch.Piece.Target, target.Count / tables.Gather.Batch * tables.Batch);
        if (GpuCrossover.IsMasked(w.Pattern, tables.Gather.TargetChannels, FormatOf<TElements>())) MultiplyMasked(tables, wideSource, w.Pattern!, w.Values.Floats(), wideTarget);
        else MultiplyDense(tables, wideSource, Dense(w), wideTarget);
        if (!direct) _session.LaunchOver(new NarrowJob<TElements>(wideTarget, target.Elements<TElements>(), tables.Gather.Batch, tables.Batch), target.Count);
    }

    void MultiplyDense<TElements>(GatherTables tables, TElements source, ArrayView<float> weight, TElements target) where TElements : struct, IElements<TElements>
    {
        var gather = tables.Gather;
        var (columns, phases) = (tables.MostPixels * tables.Batch, gather.Phases.Length);
        var choice = TileChoice.OfProduct(gather.TargetChannels, columns, phases, tables.MostTerms, _session, FormatOf<TElements>());
        var rows = (gather.TargetChannels + choice.Rows - 1) / choice.Rows;
        var weights = choice.OnTensorCores ? PackWords<TElements>(tables, weight, rows * choice.Rows) : Pack<TElements>(tables, weight, rows * choice.Rows);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, rows, phases * choice.Splits);
        var product = Product(tables, weights, rows * choice.Rows, source, target, choice.Splits);
        switch (choice)
        {
            case { OnTensorCores: true, Rows: 128 }: _session.Launch(new TensorProductJob<TensorTile128, TElements>(product), groups, choice.Threads); break;
            case { OnTensorCores: true }: _session.Launch(new TensorProductJob<TensorTile64, TElements>(product), groups, choice.Threads); break;
            case { Rows: 128 }: _session.Launch(new DenseProductJob<Tile128x128, TElements>(product), groups, choice.Threads); break;
            case { Rows: 64, Columns: 128 }: _session.Launch(new DenseProductJob<Tile64x128, TElements>(product), groups, choice.Threads); break;
            case { Rows: 64 }: _session.Launch(new DenseProductJob<Tile64x64, TElements>(product), groups, choice.Threads); break;
            default: _session.Launch(new ThinProductJob<TElements>(product), groups, choice.Threads); break;
        }
        AddParts(product, target);
    }

    void DenseWeight<TElements>(GatherTables tables, TElements x, TElements y, ArrayView<float> weight) where TElements : struct, IElements<TElements>
    {
        var (rows, columns) = (tables.Gather.TargetChannels, tables.Terms);
        var choice = TileChoice.OfWeights(rows, columns, (long)tables.MostPixels * tables.Batch, _session, FormatOf<TElements>());
        var parts = choice.Splits == 1 ? weight : scratch.Borrow<float>(GpuScratch.Piece.Parts, choice.Splits * weight.Length);
        var groups = new Index3D((columns + choice.Columns - 1) / choice.Columns, (rows + choice.Rows - 1) / choice.Rows, choice.Splits);
        var weights = new DenseWeights<TElements>(tables.Geometry, x, y, columns, parts, choice.Splits);
        switch (choice)
        {
            case { OnTensorCores: true, Rows: 128 }: _session.Launch(new TensorWeightsJob<TensorTile128, TElements>(weights), groups, choice.Threads); break;
            case { OnTensorCores: true }: _session.Launch(new TensorWeightsJob<TensorTile64, TElements>(weights), groups, choice.Threads); break;
            case { Rows: 128 }: _session.Launch(new DenseWeightsJob<Tile128x128, TElements>(weights), groups, choice.Threads); break;
            case { Columns: 128 }: _session.Launch(new DenseWeightsJob<Tile64x128, TElements>(weights), groups, choice.Threads); break;
            default: _session.Launch(new DenseWeightsJob<Tile64x64, TElements>(weights), groups, choice.Threads); break;
        }
        if (choice.Splits > 1) _session.LaunchOver(new SumPartsJob<Float32Elements>(parts, new(weight), choice.Splits), weight.Length);
    }

    void MultiplyMasked<TElements>(GatherTables tables, TElements source, Pattern pattern, ArrayView<float> values, TElements target) where TElements : struct, IElements<TElements>
    {
        var warps = WarpsOf(tables.Gather.TargetChannels);
        var plan = pattern.Compiled((memory, tables, warps), static (pattern, key) => new MaskedProductPlan(pattern, key.memory, key.tables.Gather, key.warps));
        var survivors = scratch.Borrow<Float2>(GpuScratch.Piece.Weights, pattern.Count);
        _session.LaunchOver(new OrderSurvivorsJob<TElements>(values, plan.Order, plan.Places, survivors), pattern.Count);

        var phases = tables.Gather.Phases.Length;
        var across = (tables.MostPixels * tables.Batch + MaskedSlab.Columns - 1) / MaskedSlab.Columns;
        var splits = Splits(across * plan.Groups * phases, plan.MostSlabs / LeastSlabs, target.Length);
        var dense = Product(tables, ArrayView<Float4>.Empty, 0, source, target, splits);
        var product = new MaskedProduct<TElements>(dense, survivors, plan.RunStarts, plan.Rows, plan.MostSlabs);
        var groups = new Index3D(across, plan.Groups, phases * splits);
        switch (warps)
        {
            case 16: _session.Launch(new MaskedProductJob<Warps16, TElements>(product), groups, warps * Warp); break;
            case 8: _session.Launch(new MaskedProductJob<Warps8, TElements>(product), groups, warps * Warp); break;
            default: _session.Launch(new MaskedProductJob<Warps2, TElements>(product), groups, warps * Warp); break;
        }
        AddParts(dense, target);
    }

    void MaskedWeight<TElements>(GatherTables tables, TElements x, TElements y, Pattern pattern, ArrayView<float> values) where TElements : struct, IElements<TElements>
    {
        var warps = WarpsOf(tables.Gather.TargetChannels);
        var plan = pattern.Compiled((memory, warps), static (pattern, key) => new MaskedWeightsPlan(pattern, key.memory, key.warps));
        var tiles = (tables.MostPixels * tables.Batch + MaskedSlab.Columns - 1) / MaskedSlab.Columns;
        var parts = Splits(plan.Groups, tiles / LeastTiles, pattern.Count);
        var sums = scratch.Borrow<float>(GpuScratch.Piece.Parts, (long)parts * pattern.Count);
        var weights = new MaskedWeights<TElements>(tables.Geometry, x, y, plan.Slabs, plan.Pieces, plan.Places, sums, pattern.Count, parts);
        var groups = new Index3D(plan.Groups, parts, 1);
        switch (warps)
        {
            case 16: _session.Launch(new MaskedWeightsJob<Warps16, TElements>(weights), groups, warps * Warp); break;
            case 8: _session.Launch(new MaskedWeightsJob<Warps8, TElements>(weights), groups, warps * Warp); break;
            default: _session.Launch(new MaskedWeightsJob<Warps2, TElements>(weights), groups, warps * Warp); break;
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

    /// <summary>A product whose parts are in scratch memory if there are several.</summary>
    Product<TElements> Product<TElements>(GatherTables tables, ArrayView<Float4> weights, int paddedTargets, TElements source, TElements target, int splits)
        where TElements : struct, IElements<TElements>
    {
        var count = (long)splits * target.Length;
        var parts = splits > 1 ? scratch.Borrow<Float4>(GpuScratch.Piece.Parts, count / 4) : ArrayView<Float4>.Empty;
        if (splits > 1 && TElements.Bytes == sizeof(float)) target = scratch.Elements<TElements>(GpuScratch.Piece.Parts, count);
        return new(tables.Geometry, weights, paddedTargets, source, target, parts, splits);
    }

    /// <summary>target ← the sum of the product's parts, if there are several.</summary>
    void AddParts<TElements>(in Product<TElements> product, TElements target) where TElements : struct, IElements
    {
        if (product.Splits > 1) _session.LaunchOver(new SumPartsJob<TElements>(product.Parts.Cast<float>(), target, product.Splits), target.Length);
    }

    /// <summary>The weight in the order in which a product reads it, rounded to the format of the elements, target channels padded with zeros.</summary>
    ArrayView<Float4> Pack<TElements>(GatherTables tables, ArrayView<float> weight, int paddedTargets) where TElements : struct, IElements
    {
        var (gather, lanes) = (tables.Gather, Math.Min(Warp, paddedTargets));
        var packed = scratch.Borrow<float>(GpuScratch.Piece.Weights, (long)tables.Terms * paddedTargets);
        var (targetStep, sourceStep) = (gather.WeightIndex(1, 0, 0), gather.WeightIndex(0, 1, 0));
        _session.LaunchOver(
            new PackJob<TElements>(weight, packed, tables.Taps, targetStep, sourceStep, gather.KernelArea, gather.SourceChannels, gather.TargetChannels, paddedTargets, lanes),
            packed.Length);
        return packed.Cast<Float4>();
    }

    /// <summary>The weight in the words and the order in which a product on tensor cores reads it.</summary>
    ArrayView<Float4> PackWords<TElements>(GatherTables tables, ArrayView<float> weight, int paddedTargets) where TElements : struct, ITensorElements
    {
        if (TElements.FactorsOfWord == 1) return Pack<TElements>(tables, weight, paddedTargets);
        var (gather, lanes) = (tables.Gather, Math.Min(Warp, paddedTargets));
        var packed = scratch.Borrow<uint>(GpuScratch.Piece.Weights, (gather.SourceChannels + 1L) / 2 * gather.KernelArea * paddedTargets);
        var (targetStep, sourceStep) = (gather.WeightIndex(1, 0, 0), gather.WeightIndex(0, 1, 0));
        _session.LaunchOver(
            new PackPairsJob(weight, packed, tables.Taps, targetStep, sourceStep, gather.KernelArea, gather.SourceChannels, gather.TargetChannels, paddedTargets, lanes),
            packed.Length);
        return packed.Cast<Float4>();
    }

    /// <summary>The weight itself if dense; else its survivors, with zeros in place of pruned weights.</summary>
    ArrayView<float> Dense(in Weight w)
    {
        if (w.Pattern is not { } pattern) return w.Values.Floats();
        var dense = scratch.Borrow<float>(GpuScratch.Piece.Dense, pattern.Shape.Count);
        _session.LaunchOver(new ElementwiseJob<FillStep<Float32Elements>>(new(0, new(dense)), dense.IntLength, dense.IntLength / 4), dense.Length);
        _session.LaunchOver(new ScatterJob(pattern.IndexView(memory), w.Values.Floats(), dense), pattern.Count);
        return dense;
    }

    /// <summary>A tensor as kernels read it: aligned, with the batch padded with zeros.</summary>
    TElements Widen<TElements>(Tensor tensor, GatherTables tables, GpuScratch.Piece piece) where TElements : struct, IElements<TElements>
    {
        var batch = tables.Gather.Batch;
        if (batch == tables.Batch && tensor.IsAlignedToWords()) return tensor.Elements<TElements>();
        var wide = scratch.Elements<TElements>(piece, tensor.Count / batch * tables.Batch);
        _session.LaunchOver(new WidenJob<TElements>(tensor.Elements<TElements>(), wide, batch, tables.Batch), wide.Length);
        return wide;
    }

    /// <summary>What tensor cores multiply. Without them, Float32 multiplies the numbers in BFloat16: their products are exact in either.</summary>
    TensorFormat FormatOf<TElements>() where TElements : struct, ITensorElements =>
        TElements.FactorsOfWord == 1 ? precision == ContractionPrecision.TensorFloat32 ? TensorFormat.TensorFloat32 : TensorFormat.None
        : _session.HasTensorCores ? TensorFormat.BFloat16 : TensorFormat.None;

    GatherTables Tables(in ConvolutionShape shape, bool forward)
    {
        if (!_tables.TryGetValue((shape, forward), out var tables))
            _tables.Add((shape, forward), tables = new(memory, forward ? Gather.Forward(shape) : Gather.BackwardData(shape), (shape.Batch + BatchMultiple - 1) / BatchMultiple * BatchMultiple));
        return tables;
    }
}
