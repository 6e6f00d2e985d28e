namespace SparseGen.Kernels.Host;

/// <summary>
/// The contractions of BFloat16 activations with Float32 weights, which are rounded to BFloat16: by the processor's <see cref="PairUnit"/>, by the masked
/// kernels, which widen what they read, or by the dense contractions of Float32 on widened copies.
/// </summary>
/// <param name="pairs">a unit that is usable</param>
/// <param name="singles">the contractions of Float32</param>
sealed unsafe class PairContractions<TLanes>(WorkerTeam team, Lazy<PairUnit> pairs, Contractions<TLanes> singles) : IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly Scratch _scratch = new(team.Threads), _wide = new(threads: 0);
    readonly Dictionary<ConvolutionShape, PairPlan> _forward = [];
    readonly Dictionary<ConvolutionShape, PairPlan> _backwardData = [];
    readonly Dictionary<ConvolutionShape, PairWeights.Plan> _backwardWeights = [];

    public void Forward(in ConvolutionShape geometry, BFloat16* x, float* weights, Pattern? pattern, BFloat16* y)
    {
        var shape = Contractions<TLanes>.Simplest(geometry);
        if (Crossover.Pairs(Unit, pattern, shape, shape.OutChannels))
        {
            if (!_forward.TryGetValue(shape, out var plan)) _forward.Add(shape, plan = new(Gather.Forward(shape)));
            PairProduct.Run(plan, Unit, team, _scratch, x, weights, Survivors(pattern), y);
            return;
        }
        if (!MatrixVector<TLanes>.Fits(geometry) && Crossover.Forward(pattern, shape))
        {
            singles.ForwardMasked(shape, x, weights, pattern, y);
            return;
        }
        var target = Wide(Scratch.Piece.Sums, shape.Output.Count);
        singles.Forward(geometry, Widened(x, shape.Input.Count, Scratch.Piece.Panel), Rounded(weights, pattern, shape), pattern, target);
        Copy(target, y, shape.Output.Count);
    }

    public void BackwardData(in ConvolutionShape geometry, BFloat16* y, float* weights, Pattern? pattern, BFloat16* x)
    {
        var shape = Contractions<TLanes>.Simplest(geometry);
        if (Crossover.Pairs(Unit, pattern, shape, shape.InChannels))
        {
            if (!_backwardData.TryGetValue(shape, out var plan)) _backwardData.Add(shape, plan = new(Gather.BackwardData(shape)));
            PairProduct.Run(plan, Unit, team, _scratch, y, weights, Survivors(pattern), x);
            return;
        }
        if (!MatrixVector<TLanes>.Fits(geometry) && Crossover.BackwardData(pattern, shape))
        {
            singles.BackwardDataMasked(shape, y, weights, pattern, x);
            return;
        }
        var target = Wide(Scratch.Piece.Sums, shape.Input.Count);
        singles.BackwardData(geometry, Widened(y, shape.Output.Count, Scratch.Piece.Panel), Rounded(weights, pattern, shape), pattern, target);
        Copy(target, x, shape.Input.Count);
    }

    public void BackwardWeights(in ConvolutionShape geometry, BFloat16* x, BFloat16* y, float* weights, Pattern? pattern)
    {
        var shape = Contractions<TLanes>.Simplest(geometry);
        if (Crossover.PairsOfWeights(Unit, pattern, shape))
        {
            if (!_backwardWeights.TryGetValue(shape, out var plan)) _backwardWeights.Add(shape, plan = new(shape));
            PairWeights.Run(plan, Unit, team, _scratch, x, y, weights, Survivors(pattern));
            return;
        }
        if (!MatrixVector<TLanes>.Fits(geometry) && Crossover.BackwardWeights(pattern, shape))
        {
            singles.BackwardWeightsMasked(shape, x, y, weights, pattern);
            return;
        }
        singles.BackwardWeights(geometry, Widened(x, shape.Input.Count, Scratch.Piece.Panel), Widened(y, shape.Output.Count, Scratch.Piece.Sums), weights, pattern);
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _wide.Dispose();
    }

    PairUnit Unit => pairs.Value;

    static SurvivorMap? Survivors(Pattern? pattern) => pattern is null ? null : SurvivorMap.Of(pattern);

    float* Wide(Scratch.Piece piece, long count) => _wide.Shared(piece, count);

    float* Widened(BFloat16* from, long count, Scratch.Piece piece)
    {
        var to = Wide(piece, count);
        Copy(from, to, count);
        return to;
    }

    float* Rounded(float* weights, Pattern? pattern, in ConvolutionShape shape)
    {
        var count = pattern?.Count ?? shape.Weight.Count;
        var narrow = (BFloat16*)Wide(Scratch.Piece.Values, (count + 1) / 2);
        Copy(weights, narrow, count);
        return Widened(narrow, count, Scratch.Piece.Rows);
    }

    void Copy<TFrom, TTo>(TFrom* from, TTo* to, long count)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var job = new ElementwiseJob<TLanes, CopyStep<TLanes, TFrom, TTo>>(new(from, to), count, streams: false);
        team.Run(job, job.Tasks);
    }
}
